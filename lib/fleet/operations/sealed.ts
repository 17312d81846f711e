import type { z } from "zod"
import { keyFor, keysFor } from "@/lib/platform/env"
import { seal, unseal } from "@/lib/platform/seal"

/** Seals what is kept of values, requests and results: they may hold secrets. */
export function sealJson(value: unknown): string {
  return seal(JSON.stringify(value), keyFor("release-values"))
}

/** What was sealed, in the shape it had; throws when none of the keys is the one. */
export function unsealJson<T>(schema: z.ZodType<T>, sealed: string): T {
  return schema.parse(JSON.parse(unseal(sealed, keysFor("release-values"))))
}
