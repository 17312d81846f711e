import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import type { LiveEmitter } from "@/lib/platform/events/live-emitter"
import { type FollowedBatch, subscribeToEvents } from "@/lib/platform/events/subscribe-to-events"
import { log } from "@/lib/platform/log"
import { findOperation, readLines, toOperation } from "./find-operation"

/** The number of the last line sent to a stream, by operation. */
export type SentLines = Map<string, number>

/**
 * Sends one operation to `emitter`: `operation` with all of its lines first, then each `line` as it arrives and `operation`
 * whenever it changes. Returns the function that ends the subscription.
 */
export async function subscribeToOperation(
  actor: Actor,
  id: string,
  emitter: LiveEmitter,
): Promise<() => void> {
  await findOperation(actor, id)
  const sent: SentLines = new Map()
  return subscribeToBatches(emitter, async (batch) => {
    if (batch === null || batch.afterGap) await sendAll(id, sent, emitter)
    else if (batch.events.some(({ subjectId }) => subjectId === id)) await sendProgress(id, sent, emitter)
  })
}

/** Calls `send` once with null at the start, and then with each batch, one after the other. */
export async function subscribeToBatches(
  emitter: LiveEmitter,
  send: (batch: FollowedBatch | null) => Promise<void>,
): Promise<() => void> {
  let last = Promise.resolve()
  const next = (batch: FollowedBatch | null) => {
    last = last
      .then(() => send(batch))
      .catch((error) => {
        // The client reconnects and receives the full state.
        log.warn({ err: error }, "operation stream failed")
        emitter.end()
      })
  }
  // Subscribed before the initial read, so that no event is lost in between.
  const held: FollowedBatch[] = []
  let begun = false
  const following = await subscribeToEvents(null, (batch) => {
    if (begun) next(batch)
    else held.push(batch)
  })
  next(null)
  begun = true
  for (const batch of held) next(batch)
  return following.end
}

async function sendAll(id: string, sent: SentLines, emitter: LiveEmitter): Promise<void> {
  const row = await db().operation.findUniqueOrThrow({ where: { id } })
  const lines = await readLines(id, 0)
  sent.set(id, lines.at(-1)?.seq ?? 0)
  emitter.send({ event: "operation", data: { ...toOperation(row), lines } })
}

/** Sends the new lines, and then the operation without its lines. */
export async function sendProgress(id: string, sent: SentLines, emitter: LiveEmitter): Promise<void> {
  const row = await db().operation.findUniqueOrThrow({ where: { id } })
  const lines = await readLines(id, sent.get(id) ?? 0)
  for (const line of lines) emitter.send({ event: "line", data: { operationId: id, ...line } })
  sent.set(id, lines.at(-1)?.seq ?? sent.get(id) ?? 0)
  emitter.send({ event: "operation", data: toOperation(row) })
}
