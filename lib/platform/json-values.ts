import { z } from "zod"

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/**
 * Chart values that were parsed from JSON. They can only contain JSON, so they are not validated deeply: tens of
 * thousands of values would block the event loop.
 */
export const jsonValuesSchema: z.ZodType<Record<string, Json>, Readonly<Record<string, unknown>>> = z
  .custom<Record<string, Json>>(isMap, "Must be an object.")
  .meta({ override: { type: "object", additionalProperties: true } })

/** Whether the value is an object, not a list or null. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Own properties only, so that `__proto__` is a key like any other; empty for other values. */
export const membersOf = (value: unknown) =>
  new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : [])
