import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import type { LiveEmitter } from "@/lib/platform/events/live-emitter"
import { type FollowedBatch, subscribeToEvents } from "@/lib/platform/events/subscribe-to-events"
import { log } from "@/lib/platform/log"
import { findOperation } from "./find-operation"
import { readLines } from "./read-lines"
import { toOperation } from "./to-operation"

/** The lines that a stream has been told, by operation. */
export type Told = Map<string, number>

/**
 * Tells `emitter` of one operation: `operation` with all of its lines first, then each `line` as it comes and `operation`
 * whenever it changes. Answers what ends it.
 */
export async function subscribeToOperation(
  actor: Actor,
  id: string,
  emitter: LiveEmitter,
): Promise<() => void> {
  await findOperation(actor, id)
  const told: Told = new Map()
  return subscribeToBatches(emitter, async (batch) => {
    if (batch === null || batch.afterGap) await tellWhole(id, told, emitter)
    else if (batch.events.some(({ subjectId }) => subjectId === id)) await sendProgress(id, told, emitter)
  })
}

/** Calls `tell` once with null at the beginning, and then with each batch, one after the other. */
export async function subscribeToBatches(
  emitter: LiveEmitter,
  tell: (batch: FollowedBatch | null) => Promise<void>,
): Promise<() => void> {
  let last = Promise.resolve()
  const next = (batch: FollowedBatch | null) => {
    last = last
      .then(() => tell(batch))
      .catch((error) => {
        // The caller comes back and is told everything.
        log.warn({ err: error }, "A stream ended because what it follows could not be read")
        emitter.end()
      })
  }
  // Subscribed before the beginning is read, so that nothing falls between.
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

async function tellWhole(id: string, told: Told, emitter: LiveEmitter): Promise<void> {
  const row = await db().operation.findUniqueOrThrow({ where: { id } })
  const lines = await readLines(id, 0)
  told.set(id, lines.at(-1)?.seq ?? 0)
  emitter.send({ event: "operation", data: { ...toOperation(row), lines } })
}

/** The lines that are new, and then the operation without them. */
export async function sendProgress(id: string, told: Told, emitter: LiveEmitter): Promise<void> {
  const row = await db().operation.findUniqueOrThrow({ where: { id } })
  const lines = await readLines(id, told.get(id) ?? 0)
  for (const line of lines) emitter.send({ event: "line", data: { operationId: id, ...line } })
  told.set(id, lines.at(-1)?.seq ?? told.get(id) ?? 0)
  emitter.send({ event: "operation", data: toOperation(row) })
}
