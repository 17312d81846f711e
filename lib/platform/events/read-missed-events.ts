import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { EventPosition } from "./event-position"
import { type EventBatch, type EventRow, eventColumns, toBatch } from "./published-event"

const maxMissed = 500

/**
 * The events published after a position. Null if they cannot be determined: there are too many, or the position belongs to
 * another database. Events of transactions that were open then may be delivered twice.
 */
export async function readMissedEvents(after: EventPosition): Promise<EventBatch | null> {
  const { xid, id, horizon } = after
  const rows = await db().$queryRaw<EventRow[]>`
    SELECT ${Prisma.raw(eventColumns)} FROM (SELECT 1) one
    LEFT JOIN announced_event e ON e.xid >= LEAST(${xid}::bigint, ${horizon}::bigint)
      AND ((e.xid, e.id) > (${xid}::bigint, ${id}::bigint) OR e.xid >= ${horizon}::bigint)
      AND NOT (e.xid = ${xid}::bigint AND e.id = ${id}::bigint)
    ORDER BY e.xid, e.id LIMIT ${maxMissed + 1}`
  const batch = toBatch(rows)
  return batch.events.length > maxMissed || batch.horizon < horizon ? null : batch
}
