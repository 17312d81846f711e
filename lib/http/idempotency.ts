import { createHmac } from "node:crypto"
import { type Actor, sourceOf } from "@/lib/auth/actor"
import { afterCommit, db, transaction } from "@/lib/db/transaction"
import { keyFor, keysFor } from "@/lib/env"
import { DomainError, invalid } from "@/lib/errors"
import { log } from "@/lib/log"
import { seal, unseal } from "@/lib/seal"

/** `timeout`: milliseconds the answer may take. */
type Attempt = { actor: Actor; key: string; payload: string; timeout?: number }
const keptHeaders = ["content-type", "location", "operation-location", "etag", "link"]

const keptMs = 24 * 3_600_000
const forgetEveryMs = 600_000
let forgetAt = 0

/**
 * Answers a POST that carries an Idempotency-Key. The answer is stored in the transaction of the change, so a
 * process killed in between leaves both or neither. Errors are not stored: nothing happened, so a retry may.
 * Answers are stored sealed and payloads as keyed hashes, since a token or a password may be in them.
 * After draft-ietf-httpapi-idempotency-key-header.
 */
export async function answerOnce(attempt: Attempt, run: () => Promise<Response>): Promise<Response> {
  const { actor, key, payload, timeout } = attempt
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid("/Idempotency-Key", "The Idempotency-Key header must be 1 to 255 visible ASCII characters.")
  }
  const caller = sourceOf(actor)
  const hash = (hashKey: Buffer) => createHmac("sha256", hashKey).update(payload).digest()
  return transaction(
    async () => {
      await claim(caller, key)
      const stored = await db().idempotentAnswer.findUnique({ where: { caller_key: { caller, key } } })
      if (stored !== null && stored.createdAt.getTime() > Date.now() - keptMs) {
        return replay(stored, keysFor("payload-hash").map(hash))
      }
      const response = await run()
      await store(caller, key, hash(keyFor("payload-hash")), response)
      afterCommit(() => void forgetOldAnswers())
      return response
    },
    { timeout },
  )
}

/** Held until the transaction ends; whoever comes meanwhile is told so instead of waiting. */
async function claim(caller: string, key: string): Promise<void> {
  const [row] = await db().$queryRaw<{ free: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`idempotency ${caller} ${key}`}, 0)) AS free`
  if (row?.free) return
  throw new DomainError("conflict", "A request with this Idempotency-Key is still being answered.", {
    code: "idempotency_key_in_flight",
    retryAfterSeconds: 1,
  })
}

async function store(caller: string, key: string, payloadHash: Buffer, response: Response): Promise<void> {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => keptHeaders.includes(name)))
  const answered = {
    payloadHash: new Uint8Array(payloadHash),
    status: response.status,
    headers,
    body: seal(await response.clone().text(), keyFor("stored-answer")),
    createdAt: new Date(),
  }
  await db().idempotentAnswer.upsert({
    where: { caller_key: { caller, key } },
    create: { caller, key, ...answered },
    update: answered,
  })
}

async function forgetOldAnswers(): Promise<void> {
  if (Date.now() < forgetAt) return
  forgetAt = Date.now() + forgetEveryMs
  await db()
    .idempotentAnswer.deleteMany({ where: { createdAt: { lt: new Date(Date.now() - keptMs) } } })
    .catch((error: unknown) =>
      log.warn({ err: error }, "Old answers were not forgotten; the next time will do"),
    )
}

type Stored = { payloadHash: Uint8Array; status: number; headers: unknown; body: string }

function replay(stored: Stored, hashes: readonly Buffer[]): Response {
  if (!hashes.some((hash) => hash.equals(stored.payloadHash))) {
    throw new DomainError("invalid", "This Idempotency-Key was used with another payload. Make a new key.", {
      code: "idempotency_key_reused",
    })
  }
  const headers = new Headers(
    Object.entries(Object(stored.headers)).map(([name, value]) => [name, String(value)]),
  )
  headers.set("idempotency-replayed", "true")
  const body = unseal(stored.body, keysFor("stored-answer"))
  return new Response(body === "" ? null : body, { status: stored.status, headers })
}
