import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { type LiveEmitter, streamEvents } from "@/lib/platform/events/stream-events"
import { findOperation, getOperation, readLines, toOperation } from "./find-operation"

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
  const sentLines: SentLines = new Map()
  return streamEvents(emitter, {
    start: async () => {
      const operation = await getOperation(actor, id)
      sentLines.set(id, operation.lines.length)
      emitter.send([{ event: "operation", data: operation }])
    },
    next: async (events) => {
      if (events.some(({ subjectId }) => subjectId === id)) await sendProgress(id, sentLines, emitter)
    },
  })
}

/** Sends the new lines, and then the operation without its lines. */
export async function sendProgress(id: string, sentLines: SentLines, emitter: LiveEmitter): Promise<void> {
  const row = await db().operation.findUniqueOrThrow({ where: { id } })
  const lines = await readLines(id, sentLines.get(id) ?? 0)
  sentLines.set(id, lines.at(-1)?.seq ?? sentLines.get(id) ?? 0)
  emitter.send([
    ...lines.map((line) => ({ event: "line", data: { operationId: id, ...line } })),
    { event: "operation", data: toOperation(row) },
  ])
}
