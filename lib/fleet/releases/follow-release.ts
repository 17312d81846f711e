import { followBatches, type Told, tellProgress } from "@/lib/fleet/operations/follow-operations"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import type { EventSink } from "@/lib/platform/events/event-sink"
import { findRelease } from "./find-release"
import { toRelease } from "./to-release"

/**
 * Tells `sink` of one release: `release` first and whenever it changes, and `line` and `operation` of its operations as
 * they go on, those of the running one from its beginning. Answers what ends it.
 */
export async function followRelease(actor: Actor, id: string, sink: EventSink): Promise<() => void> {
  await findRelease(actor, id)
  const told: Told = new Map()
  const tellRelease = async () => {
    const release = toRelease(await findRelease(actor, id))
    sink.send({ event: "release", data: release })
    return release.operation
  }
  return followBatches(sink, async (batch) => {
    if (batch === null || batch.afterGap) {
      const running = await tellRelease()
      if (running !== null) await tellProgress(running.id, told, sink)
      return
    }
    const subjects = (type: string) =>
      new Set(batch.events.filter((event) => event.type === type).map((event) => event.subjectId))
    for (const operation of await ownOf(id, subjects("operation.updated"))) {
      await tellProgress(operation, told, sink)
    }
    if (subjects("release.updated").has(id)) await tellRelease()
  })
}

async function ownOf(releaseId: string, operationIds: ReadonlySet<string>): Promise<string[]> {
  if (operationIds.size === 0) return []
  const rows = await db().operation.findMany({
    where: { id: { in: [...operationIds] }, releaseId, kind: { not: "PREVIEW" } },
    select: { id: true },
    orderBy: { id: "asc" },
  })
  return rows.map((row) => row.id)
}
