import type { z } from "zod"
import { keyFor } from "@/lib/env"
import { seal, unseal } from "@/lib/seal"

/** Seals what is kept of values, requests and results: they may hold secrets. */
export function sealJson(value: unknown): string {
  return seal(JSON.stringify(value), keyFor("release-values"))
}

/** What was sealed, in the shape it had; throws when the key is another. */
export function unsealJson<T>(schema: z.ZodType<T>, sealed: string): T {
  return schema.parse(JSON.parse(unseal(sealed, keyFor("release-values"))))
}
