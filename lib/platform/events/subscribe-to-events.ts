import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { eventFeed, keyOf } from "./event-feed"
import { decodePosition, type EventPosition, encodePosition } from "./event-position"
import { type AnnouncedEvent, type EventBatch, type EventRow, eventColumns, toBatch } from "./published-event"

export type FollowedEvent = AnnouncedEvent & {
  /** Where to resume after this event; the event's id in a stream. */
  position: string
}

export type FollowedBatch = {
  events: readonly FollowedEvent[]
  /** Earlier events may have been missed: everything must be read again. */
  afterGap: boolean
}

type Following = {
  /** The position of the stream before the first event. */
  position: string
  end: () => void
}

/**
 * Delivers all events published from now on, preceded by those published after `lastEventId` if they are still stored.
 * All subscribers receive the same batch objects, so that a lookup for one serves the others.
 */
export async function subscribeToEvents(
  lastEventId: string | null,
  onBatch: (batch: FollowedBatch) => void,
): Promise<Following> {
  const caughtUp = new Set<string>()
  let held: FollowedBatch[] | null = []
  const { horizon, end } = await eventFeed().subscribe((batch) => {
    const followed = withPositions(batch)
    if (held === null) onBatch(followed)
    else held.push(followed)
  })
  try {
    if (lastEventId !== null) {
      const missed = await catchUp(lastEventId)
      for (const event of missed.events) caughtUp.add(keyOf(event))
      onBatch(missed)
    }
  } catch (error) {
    end()
    throw error
  }
  for (const batch of held) onBatch(without(batch, caughtUp))
  held = null
  return { position: encodePosition({ xid: horizon, id: 0n, horizon, at: new Date() }), end }
}

async function catchUp(lastEventId: string): Promise<FollowedBatch> {
  const after = decodePosition(lastEventId, new Date())
  const missed = after === null ? null : await readMissedEvents(after)
  return missed === null ? { events: [], afterGap: true } : withPositions(missed)
}

const followed = new WeakMap<EventBatch, FollowedBatch>()

function withPositions(batch: EventBatch): FollowedBatch {
  const known = followed.get(batch)
  if (known !== undefined) return known
  const at = new Date()
  const events = batch.events.map((event) => ({
    ...event,
    position: encodePosition({ ...event, horizon: batch.horizon, at }),
  }))
  const made = { events, afterGap: false }
  followed.set(batch, made)
  return made
}

function without(batch: FollowedBatch, keys: ReadonlySet<string>): FollowedBatch {
  if (!batch.events.some((event) => keys.has(keyOf(event)))) return batch
  return { ...batch, events: batch.events.filter((event) => !keys.has(keyOf(event))) }
}

const maxMissed = 500

/**
 * The events published after a position. Null if they cannot be determined: there are too many, or the position belongs to
 * another database. Events of transactions that were open then may be delivered twice.
 */
async function readMissedEvents(after: EventPosition): Promise<EventBatch | null> {
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
