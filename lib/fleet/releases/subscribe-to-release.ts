import { type SentLines, sendProgress } from "@/lib/fleet/operations/subscribe-to-operation"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { type LiveEmitter, streamEvents } from "@/lib/platform/events/stream-events"
import { findRelease, toRelease } from "./find-release"

/**
 * Sends one release to `emitter`: `release` first and whenever it changes, and `line` and `operation` events of its
 * operations, including all lines of a running one. Returns the function that ends the subscription.
 */
export async function subscribeToRelease(
  actor: Actor,
  id: string,
  emitter: LiveEmitter,
): Promise<() => void> {
  await findRelease(actor, id)
  const sentLines: SentLines = new Map()
  const sendRelease = async () => {
    const release = toRelease(await findRelease(actor, id))
    emitter.send([{ event: "release", data: release }])
    return release.operation
  }
  return streamEvents(emitter, {
    start: async () => {
      const running = await sendRelease()
      if (running !== null) await sendProgress(running.id, sentLines, emitter)
    },
    next: async (events) => {
      const subjects = (type: string) =>
        new Set(events.filter((event) => event.type === type).map((event) => event.subjectId))
      for (const operation of await operationsOf(id, subjects("operation.updated"))) {
        await sendProgress(operation, sentLines, emitter)
      }
      if (subjects("release.updated").has(id)) await sendRelease()
    },
  })
}

async function operationsOf(releaseId: string, operationIds: ReadonlySet<string>): Promise<string[]> {
  if (operationIds.size === 0) return []
  const rows = await db().operation.findMany({
    where: { id: { in: [...operationIds] }, releaseId, kind: { not: "PREVIEW" } },
    select: { id: true },
    orderBy: { id: "asc" },
  })
  return rows.map((row) => row.id)
}
