import { createHash } from "node:crypto"

/** A strong validator of a noun's JSON. */
export function etagOf(noun: unknown): string {
  return `"${createHash("sha256").update(JSON.stringify(noun)).digest("base64url").slice(0, 22)}"`
}

/** Whether an If-Match or If-None-Match header names this validator. */
export function etagMatches(header: string, etag: string): boolean {
  return header
    .split(",")
    .map((candidate) => candidate.trim().replace(/^W\//, ""))
    .some((candidate) => candidate === "*" || candidate === etag)
}
