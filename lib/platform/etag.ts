import { createHash } from "node:crypto"
import { DomainError } from "@/lib/platform/errors"

/** A strong validator of a resource's JSON. */
export function etagOf(noun: unknown): string {
  return `"${createHash("sha256").update(JSON.stringify(noun)).digest("base64url").slice(0, 22)}"`
}

/** Whether an If-Match or If-None-Match header contains this validator. */
export function etagMatches(header: string, etag: string): boolean {
  return header
    .split(",")
    .map((candidate) => candidate.trim().replace(/^W\//, ""))
    .some((candidate) => candidate === "*" || candidate === etag)
}

/**
 * Throws a 412 unless the caller's ETag matches the current version of a resource; null matches any version. `subject`:
 * "This deployment".
 */
export function requireMatch(ifMatch: string | null, noun: unknown, subject: string): void {
  if (ifMatch === null || etagMatches(ifMatch, etagOf(noun))) return
  throw changedSince(subject)
}

/** The 412 for a resource that changed after the caller read it. */
export const changedSince = (subject: string) =>
  new DomainError("precondition_failed", `${subject} changed since you read it. Read it again and retry.`)
