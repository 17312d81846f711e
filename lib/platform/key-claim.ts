/**
 * One attempt at a request with an Idempotency-Key. The hashes, in hex, are keyed with the current secret key, then
 * with earlier ones.
 */
export type KeyClaim = { caller: string; key: string; id: string; payloadHashes: readonly string[] }

/** The claim in the form that the functions of prisma/sql/idempotency.sql expect. */
export function claimRow({ caller, key, id, payloadHashes: [hash] }: KeyClaim) {
  return { caller, key, attempt_id: id, payload_hash: `\\x${hash}` }
}
