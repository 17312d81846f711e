import type { z } from "zod"
import { keyFor, keysFor } from "@/lib/platform/env"
import { seal, unseal } from "@/lib/platform/seal"

/** Encrypts stored values, requests and results, as they may contain secrets. */
export function sealJson(value: unknown): string {
  return seal(JSON.stringify(value), keyFor("release-values"))
}

/** Decrypts and validates a stored value; throws when no configured key matches. */
export function unsealJson<T>(schema: z.ZodType<T>, sealed: string): T {
  return schema.parse(JSON.parse(unseal(sealed, keysFor("release-values"))))
}
