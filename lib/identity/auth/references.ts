import { z } from "zod"
import type { Actor } from "./actor"

/**
 * Looks up what a field names, with the other fields of the same object as they came; a promise that rejects with a
 * DomainError where there is none that the actor may see.
 */
type LookUp = (actor: Actor, name: string, siblings: object) => unknown

/** Schemas of texts that name something which must exist, and how to look it up. */
export const references = z.registry<{ lookUp: LookUp }>()

/** How to look up what a field names, also where its schema makes the name optional. */
export function lookUpOf(schema: z.ZodType): LookUp | undefined {
  const inner: unknown = Reflect.get(schema._zod.def, "innerType")
  return references.get(schema)?.lookUp ?? (inner instanceof z.ZodType ? lookUpOf(inner) : undefined)
}
