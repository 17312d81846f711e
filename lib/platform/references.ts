import { z } from "zod"

export type Reference = "environment" | "tenant" | "cluster" | "chart"

/** Schemas of texts that name something which must exist, and what that is. */
export const references = z.registry<{ noun: Reference }>()

/** What a field names, also where its schema makes the name optional. */
export function referenceOf(schema: z.ZodType): Reference | undefined {
  const inner: unknown = Reflect.get(schema._zod.def, "innerType")
  return references.get(schema)?.noun ?? (inner instanceof z.ZodType ? referenceOf(inner) : undefined)
}
