import { createHmac } from "node:crypto"
import { v7 as uuidv7 } from "uuid"
import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { db, withLastTransaction } from "@/lib/platform/db/transaction"
import { keyFor, keysFor } from "@/lib/platform/env"
import { DomainError, invalid } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { sealText, unsealText } from "@/lib/platform/sealing/seal-text"

type Attempt = { actor: Actor; key: string; payload: string }
/** The key as claimed by one attempt; `id` distinguishes it from an attempt that took the key over. */
type Claim = { caller: string; key: string; id: string; payloadHash: Uint8Array<ArrayBuffer> }
const keptHeaders = ["content-type", "location", "operation-location", "etag", "link"]

const keptMs = 24 * 3_600_000
const leaseSeconds = 30
const renewEveryMs = 10_000
const cleanUpEveryMs = 600_000
let cleanUpAt = 0

/**
 * Handles a POST with an Idempotency-Key. The key is claimed first, in its own statement; then the request runs, and its
 * response is stored in its last transaction, so that a crash keeps both or neither. The claim of a crashed process
 * expires. Errors are not stored, so that a retry can succeed. Responses are stored encrypted and payloads as keyed
 * hashes, because they may contain a token or a password. Follows draft-ietf-httpapi-idempotency-key-header.
 */
export async function answerOnce(
  { actor, key, payload }: Attempt,
  run: () => Promise<Response>,
): Promise<Response> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid("/Idempotency-Key", "The Idempotency-Key header must be 1 to 255 visible ASCII characters.")
  }
  const hash = (hashKey: Buffer) => new Uint8Array(createHmac("sha256", hashKey).update(payload).digest())
  const claim = { caller: sourceOf(actor), key, id: uuidv7(), payloadHash: hash(keyFor("payload-hash")) }
  const stored = await claimKey(claim)
  if (stored !== null) return replay(claim.caller, stored, keysFor("payload-hash").map(hash))
  const renewing = setInterval(() => void renew(claim), renewEveryMs)
  try {
    return await withLastTransaction(run, (response) => {
      clearInterval(renewing)
      return store(claim, response)
    })
  } catch (error) {
    await abandon(claim)
    throw error
  } finally {
    clearInterval(renewing)
    void deleteOldAnswers()
  }
}

type Stored = { payloadHash: Uint8Array; status: number; headers: unknown; body: string }

/** Null when this attempt now holds the key, else the stored response. Throws a 409 while another attempt holds it. */
async function claimKey({ caller, key, id, payloadHash }: Claim): Promise<Stored | null> {
  const claimed = await db().$executeRaw`
    INSERT INTO idempotent_answer AS a (caller, key, payload_hash, attempt_id, lease_until, created_at)
    VALUES (${caller}, ${key}, ${payloadHash}, ${id}::uuid, now() + make_interval(secs => ${leaseSeconds}), now())
    ON CONFLICT (caller, key) DO UPDATE SET status = NULL, headers = NULL, body = NULL,
      payload_hash = excluded.payload_hash, attempt_id = excluded.attempt_id,
      lease_until = excluded.lease_until, created_at = excluded.created_at
    WHERE CASE WHEN a.status IS NULL THEN a.lease_until < now()
      ELSE a.created_at < now() - make_interval(secs => ${keptMs / 1_000}) END`
  if (claimed === 1) return null
  const row = await db().idempotentAnswer.findUnique({ where: { caller_key: { caller, key } } })
  const { status, body } = row ?? { status: null, body: null }
  if (row !== null && status !== null && body !== null) return { ...row, status, body }
  throw inFlight()
}

const inFlight = () =>
  new DomainError("conflict", "A request with this Idempotency-Key is in progress. Retry shortly.", {
    code: "idempotency_key_in_flight",
    retryAfterSeconds: 1,
  })

/** Renews the claim while the request runs. Skips a locked row: its response is being stored. */
async function renew({ caller, key, id }: Claim): Promise<void> {
  await db().$executeRaw`
    UPDATE idempotent_answer SET lease_until = now() + make_interval(secs => ${leaseSeconds})
    WHERE (caller, key) IN (
      SELECT caller, key FROM idempotent_answer
      WHERE caller = ${caller} AND key = ${key} AND attempt_id = ${id}::uuid AND status IS NULL
      FOR UPDATE SKIP LOCKED)`.catch((error: unknown) =>
    log.warn({ err: error }, "could not renew the claim of an Idempotency-Key"),
  )
}

/** Throws when another attempt has taken the key over, so that nothing is committed. */
async function store({ caller, key, id, payloadHash }: Claim, response: Response): Promise<void> {
  const body = await sealText(caller, await response.clone().text(), keyFor("stored-answer"))
  const { count } = await db().idempotentAnswer.updateMany({
    where: { caller, key, attemptId: id, status: null },
    data: {
      payloadHash,
      status: response.status,
      headers: Object.fromEntries([...response.headers].filter(([name]) => keptHeaders.includes(name))),
      body,
      leaseUntil: null,
      createdAt: new Date(),
    },
  })
  if (count === 0) throw inFlight()
}

/** Releases the key for a retry. A response that was stored, because only the reply to the commit was lost, stays. */
async function abandon({ caller, key, id }: Claim): Promise<void> {
  await db()
    .idempotentAnswer.deleteMany({ where: { caller, key, attemptId: id, status: null } })
    .catch((error: unknown) =>
      log.warn(
        { err: error },
        "could not release an Idempotency-Key; it stays claimed until its lease expires",
      ),
    )
}

async function deleteOldAnswers(): Promise<void> {
  if (Date.now() < cleanUpAt) return
  cleanUpAt = Date.now() + cleanUpEveryMs
  await db()
    .idempotentAnswer.deleteMany({ where: { createdAt: { lt: new Date(Date.now() - keptMs) } } })
    .catch((error: unknown) => log.warn({ err: error }, "could not delete expired idempotent responses"))
}

async function replay(caller: string, stored: Stored, hashes: readonly Uint8Array[]): Promise<Response> {
  if (!hashes.some((hash) => Buffer.from(hash).equals(stored.payloadHash))) {
    throw new DomainError(
      "invalid",
      "This Idempotency-Key was used with a different payload. Use a new key.",
      {
        code: "idempotency_key_reused",
      },
    )
  }
  const headers = new Headers(
    Object.entries(Object(stored.headers)).map(([name, value]) => [name, String(value)]),
  )
  headers.set("idempotency-replayed", "true")
  const body = await unsealText(caller, stored.body, keysFor("stored-answer"))
  return new Response(body === "" ? null : body, { status: stored.status, headers })
}
