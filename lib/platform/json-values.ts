import { z } from "zod"

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/**
 * Values of a chart that were read from JSON. What is inside can only be JSON, so it is not looked through: tens of thousands
 * of values would keep the event loop for long.
 */
export const jsonValuesSchema: z.ZodType<Record<string, Json>, Readonly<Record<string, unknown>>> = z
  .custom<Record<string, Json>>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    "Must be an object.",
  )
  .meta({ override: { type: "object", additionalProperties: true } })
