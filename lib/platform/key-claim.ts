/** One attempt at a request with an Idempotency-Key. The hashes, in hex, are by the secret key in use, then by earlier ones. */
export type KeyClaim = { caller: string; key: string; id: string; payloadHashes: readonly string[] }

/** The claim as the database functions take it, see prisma/sql/idempotency.sql. */
export function claimRow({ caller, key, id, payloadHashes: [hash] }: KeyClaim) {
  return { caller, key, attempt_id: id, payload_hash: `\\x${hash}` }
}
