import { createHmac } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { v7 as uuidv7 } from "uuid"
import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import type { IdempotentAnswer } from "@/lib/platform/db/generated/client"
import { db, outsideTransaction, withLastTransaction } from "@/lib/platform/db/transaction"
import { keyFor, keysFor } from "@/lib/platform/env"
import { DomainError, invalid } from "@/lib/platform/errors"
import { claimRow, type KeyClaim } from "@/lib/platform/key-claim"
import { log } from "@/lib/platform/log"
import { sealText, unsealText } from "@/lib/platform/sealing/seal-text"

const storedHeaders = ["content-type", "location", "operation-location", "etag", "link"]

const leaseSeconds = 30
const renewEveryMs = 10_000
const releaseEveryMs = 1_000

type Handling = {
  run: () => Promise<Response>
  /** Handles the request in one statement with the claim, or returns null and changes nothing; see `RunWithClaim` of ./endpoint. */
  runWithClaim?: ((claim: KeyClaim) => Promise<Response | null>) | undefined
  /** The response to a request that was handled at once. */
  replayOf?: ((recorded: unknown) => Promise<Response>) | undefined
}

/**
 * Handles a POST with an Idempotency-Key. The key is claimed first, in its own statement; then the request runs, and its
 * response is stored in its last transaction, so that a crash keeps both or neither. The claim of a crashed process
 * expires. Errors are not stored, so that a retry can succeed. Responses are stored encrypted and payloads as keyed
 * hashes, because they may contain a token or a password. Follows draft-ietf-httpapi-idempotency-key-header.
 */
export async function respondOnce(
  { actor, key, payload }: { actor: Actor; key: string; payload: string },
  handling: Handling,
): Promise<Response> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid("/Idempotency-Key", "The Idempotency-Key header must be 1 to 255 visible ASCII characters.")
  }
  const payloadHashes = keysFor("payload-hash").map((hashKey) =>
    createHmac("sha256", hashKey).update(payload).digest("hex"),
  )
  const claim = { caller: sourceOf(actor), key, id: uuidv7(), payloadHashes }
  return (await handling.runWithClaim?.(claim)) ?? respondWithLease(claim, handling)
}

async function respondWithLease(claim: KeyClaim, { run, replayOf }: Handling): Promise<Response> {
  const stored = await claimKey(claim)
  if (stored !== null) return replay(claim, stored, replayOf)
  const renewing = setInterval(() => void renew(claim), renewEveryMs)
  try {
    return await withLastTransaction(run, (response) => {
      clearInterval(renewing)
      return store(claim, response)
    })
  } catch (error) {
    await releaseKey(claim)
    throw error
  } finally {
    clearInterval(renewing)
  }
}

type Row = Pick<IdempotentAnswer, "attemptId" | "payloadHash" | "status" | "headers" | "body" | "recorded">

/** Null when this attempt now holds the key, else the stored response. Throws a 409 while another attempt holds it. */
async function claimKey(claim: KeyClaim): Promise<Row | null> {
  const [row] = await db().$queryRaw<Row[]>`
    SELECT attempt_id::text AS "attemptId", payload_hash AS "payloadHash", status, headers, body, recorded
    FROM claim_key(json_populate_record(NULL::idempotent_answer, ${JSON.stringify(claimRow(claim))}::json),
      make_interval(secs => ${leaseSeconds}))`
  if (row?.attemptId === claim.id) return null
  if (row === undefined || row.status === null) throw inFlight()
  return row
}

const inFlight = () =>
  new DomainError("conflict", "A request with this Idempotency-Key is in progress. Retry shortly.", {
    code: "idempotency_key_in_flight",
    retryAfterSeconds: 1,
  })

/** Renews the claim while the request runs. Skips a locked row: its response is being stored. */
async function renew({ caller, key, id }: KeyClaim): Promise<void> {
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
async function store({ caller, key, id }: KeyClaim, response: Response): Promise<void> {
  const body = await sealText(caller, await response.clone().text(), keyFor("stored-answer"))
  const { count } = await db().idempotentAnswer.updateMany({
    where: { caller, key, attemptId: id, status: null },
    data: {
      status: response.status,
      headers: Object.fromEntries([...response.headers].filter(([name]) => storedHeaders.includes(name))),
      body,
      leaseUntil: null,
      createdAt: new Date(),
    },
  })
  if (count === 0) throw inFlight()
}

/**
 * Releases the key for a retry; as long as the database is unavailable, in the background. A response that was stored,
 * because only the reply to the commit was lost, stays.
 */
async function releaseKey(claim: KeyClaim): Promise<void> {
  const deadline = Date.now() + leaseSeconds * 1_000
  if (!(await release(claim, deadline))) void outsideTransaction(() => releaseUntilDone(claim, deadline))
}

async function releaseUntilDone(claim: KeyClaim, deadline: number): Promise<void> {
  do await sleep(releaseEveryMs)
  while (!(await release(claim, deadline)))
}

/** Returns whether the claim is gone: released, or expired by itself. */
async function release({ caller, key, id }: KeyClaim, deadline: number): Promise<boolean> {
  try {
    await db().idempotentAnswer.deleteMany({ where: { caller, key, attemptId: id, status: null } })
    return true
  } catch (error) {
    if (isDatabaseUnavailable(error) && Date.now() < deadline) return false
    log.warn({ err: error }, "could not release an Idempotency-Key; it stays claimed until its lease expires")
    return true
  }
}

async function replay(claim: KeyClaim, row: Row, replayOf: Handling["replayOf"]): Promise<Response> {
  if (!claim.payloadHashes.includes(Buffer.from(row.payloadHash).toString("hex"))) {
    throw new DomainError(
      "invalid",
      "This Idempotency-Key was used with a different payload. Use a new key.",
      "idempotency_key_reused",
    )
  }
  const response = await (row.recorded !== null && replayOf !== undefined
    ? replayOf(row.recorded)
    : storedResponse(claim.caller, row))
  response.headers.set("idempotency-replayed", "true")
  return response
}

async function storedResponse(caller: string, { status, headers, body }: Row): Promise<Response> {
  if (status === null || body === null) throw new Error("The stored response has no body")
  const text = await unsealText(caller, body, keysFor("stored-answer"))
  const stored = Object.entries(Object(headers)).map(([name, value]): [string, string] => [
    name,
    String(value),
  ])
  return new Response(text === "" ? null : text, { status, headers: new Headers(stored) })
}
