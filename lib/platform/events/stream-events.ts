import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { log } from "@/lib/platform/log"
import {
  type EventBatch,
  type EventRow,
  eventColumns,
  eventFeed,
  eventKey,
  type StoredEvent,
  toBatch,
} from "./event-feed"
import { decodePosition, encodePosition } from "./event-position"
import { waitForTurn } from "./wait-for-turn"

/** A message of a stream. Without `data` it is not an event, but the browser still remembers the id as its position. */
export type ServerSentEvent = { event?: string; id?: string; data?: unknown }

/**
 * The sending side of a stream. The events of one call take one write, and a list sent to several streams is encoded
 * once. After `end`, `send` does nothing.
 */
export type LiveEmitter = { send: (events: readonly ServerSentEvent[]) => void; end: () => void }

/** `position`: where to resume after this event; the event's id in a stream. */
export type StreamedEvent = StoredEvent & { position: string }

export type Messages = Map<StreamedEvent, ServerSentEvent>

/** Reads the messages for the events that the caller can see. Sources with the same `key` read the same messages. */
export type ChangeSource = { key: string; read: (events: readonly StreamedEvent[]) => Promise<Messages> }

/** The client must reload its data: the changes are unknown or too many. */
export const resync: ServerSentEvent = { event: "resync", data: {} }

/**
 * Sends the messages of all sources, each with an id to resume from, starting after `lastEventId`, or now if it is null.
 * Returns the function that ends the subscription.
 */
export function streamChanges(
  emitter: LiveEmitter,
  lastEventId: string | null,
  sources: readonly ChangeSource[],
): Promise<() => void> {
  const next = async (events: readonly StreamedEvent[]) => {
    const messages = await messagesOf(events, sources)
    if (messages.length === 0) return
    await waitForTurn()
    emitter.send(messages)
  }
  const start = async (missed: readonly StreamedEvent[] | null, position: string) => {
    if (missed !== null) await next(missed)
    else if (lastEventId !== null) emitter.send([resync])
    emitter.send([{ id: position }])
  }
  return streamEvents(emitter, { start, next }, lastEventId)
}

type MessageList = Promise<readonly ServerSentEvent[]>
const messagesByEvents = new WeakMap<readonly StreamedEvent[], Map<string, MessageList>>()

/** One list, read once, for all streams that show the same subset of these events. */
function messagesOf(events: readonly StreamedEvent[], sources: readonly ChangeSource[]): MessageList {
  const messagesByKey = messagesByEvents.get(events) ?? new Map<string, MessageList>()
  messagesByEvents.set(events, messagesByKey)
  const key = sources.map((source) => source.key).join()
  const messages = messagesByKey.get(key) ?? readMessages(events, sources)
  messagesByKey.set(key, messages)
  return messages
}

async function readMessages(events: readonly StreamedEvent[], sources: readonly ChangeSource[]): MessageList {
  const read = await Promise.all(sources.map((source) => source.read(events)))
  return events.flatMap((event) => {
    const message = read.find((one) => one.has(event))?.get(event)
    return message === undefined ? [] : [{ id: event.position, ...message }]
  })
}

type Steps = {
  /**
   * Runs first. `missed`: the events published after the client's last one, or null if they are unknown, so that the whole
   * state must be sent. `position`: where to resume after them. `ended` is aborted when the subscription ends.
   */
  start: (missed: readonly StreamedEvent[] | null, position: string, ended: AbortSignal) => Promise<void>
  /** Runs with the events published since the previous step. */
  next: (events: readonly StreamedEvent[], ended: AbortSignal) => Promise<void>
}

/**
 * The loop of every event stream: one step at a time, and all events published during a step go to the next one. A step that
 * fails ends the stream; the client reconnects. Returns the function that ends the subscription.
 */
export async function streamEvents(
  emitter: LiveEmitter,
  { start, next }: Steps,
  lastEventId: string | null = null,
): Promise<() => void> {
  let waiting: readonly StreamedEvent[] = []
  let isRunning = true
  const ended = new AbortController()
  const run = async (first?: () => Promise<void>) => {
    isRunning = true
    try {
      await first?.()
      while (waiting.length > 0 && !ended.signal.aborted) {
        const events = waiting
        waiting = []
        await next(events, ended.signal)
      }
    } catch (error) {
      log.warn({ err: error }, "event stream failed")
      emitter.end()
    }
    isRunning = false
  }
  // Subscribed before the first step, so that no event is lost in between.
  const { horizon, end } = await eventFeed().subscribe((batch) => {
    const events = withPositions(batch)
    waiting = waiting.length === 0 ? events : [...waiting, ...events]
    return isRunning ? undefined : run()
  })
  const missed = await readMissed(lastEventId).catch((error: unknown) => {
    end()
    throw error
  })
  const caughtUp = new Set(missed?.map(eventKey))
  waiting = waiting.filter((event) => !caughtUp.has(eventKey(event)))
  void run(() =>
    start(missed, encodePosition({ xid: horizon, id: 0n, horizon, at: new Date() }), ended.signal),
  )
  return () => {
    ended.abort()
    end()
  }
}

const positioned = new WeakMap<EventBatch, StreamedEvent[]>()

/** All subscribers receive the same list, so that a read for one serves the others. */
function withPositions(batch: EventBatch): StreamedEvent[] {
  const existing = positioned.get(batch)
  if (existing !== undefined) return existing
  const at = new Date()
  const events = batch.events.map((event) => ({
    ...event,
    position: encodePosition({ ...event, horizon: batch.horizon, at }),
  }))
  positioned.set(batch, events)
  return events
}

const maxMissed = 500

/**
 * The events published after a position. Null if they cannot be determined: there is no position, it is too old or belongs
 * to another database, or there are too many. Events of transactions that were open then may be delivered twice.
 */
async function readMissed(lastEventId: string | null): Promise<StreamedEvent[] | null> {
  const after = lastEventId === null ? null : decodePosition(lastEventId)
  if (after === null) return null
  const { xid, id, horizon } = after
  const rows = await db().$queryRaw<EventRow[]>`
    SELECT ${Prisma.raw(eventColumns)} FROM (SELECT 1) one
    LEFT JOIN announced_event e ON e.xid >= LEAST(${xid}::bigint, ${horizon}::bigint)
      AND ((e.xid, e.id) > (${xid}::bigint, ${id}::bigint) OR e.xid >= ${horizon}::bigint)
      AND NOT (e.xid = ${xid}::bigint AND e.id = ${id}::bigint)
    ORDER BY e.xid, e.id LIMIT ${maxMissed + 1}`
  const batch = toBatch(rows)
  return batch.events.length > maxMissed || batch.horizon < horizon ? null : withPositions(batch)
}
