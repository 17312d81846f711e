import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { EventPosition } from "./event-position"
import { type EventBatch, type EventRow, eventColumns, toBatch } from "./published-event"

const maxMissed = 500

/**
 * What was announced after a position. Null where that cannot be said: it is too much, or the position is of another
 * database. What was under way then may be told twice.
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
