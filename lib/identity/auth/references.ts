import { z } from "zod"
import type { Actor } from "./actor"

/**
 * Looks up the resource that a field names, given the other fields of the same object as received. The promise rejects
 * with a DomainError when the actor cannot see such a resource.
 */
type LookUp = (actor: Actor, name: string, siblings: object) => unknown

/** Schemas of strings that name an existing resource, and how to look it up. */
export const references = z.registry<{ lookUp: LookUp }>()

/** The lookup of a field's schema, even when the schema is optional. */
export function lookUpOf(schema: z.core.$ZodType): LookUp | undefined {
  const inner: unknown = Reflect.get(schema._zod.def, "innerType")
  return references.get(schema)?.lookUp ?? (inner instanceof z.ZodType ? lookUpOf(inner) : undefined)
}
