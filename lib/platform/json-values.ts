import { z } from "zod"

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/**
 * Values of a chart that were read from JSON. What is inside can only be JSON, so it is not looked through: tens of thousands
 * of values would keep the event loop for long.
 */
export const jsonValuesSchema: z.ZodType<Record<string, Json>, Readonly<Record<string, unknown>>> = z
  .custom<Record<string, Json>>(isMap, "Must be an object.")
  .meta({ override: { type: "object", additionalProperties: true } })

/** Neither a list nor null. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Own properties only, by which `__proto__` is a key like any other; none for a value that has none. */
export const membersOf = (value: unknown) =>
  new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : [])
