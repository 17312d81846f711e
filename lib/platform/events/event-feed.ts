import { setTimeout as sleep } from "node:timers/promises"
import { NotificationConnection } from "@/lib/platform/db/notifications"
import { unavailable } from "@/lib/platform/errors"
import { ProcessSingleton } from "@/lib/platform/process-singleton"
import { eventChannel } from "./publish-event"

export type StoredEvent = { xid: bigint; id: bigint; type: string; subjectId: string }

/** The events of one read. `horizon`: the oldest open transaction; older transactions will add no more events. */
export type EventBatch = { events: readonly StoredEvent[]; horizon: bigint }

/** If there are no events, one row contains only the horizon. */
export type EventRow = {
  horizon: string
  xid: string | null
  id: string | null
  type: string
  subjectId: string
}

/** The columns of every read of announced_event e, joined to one row so that the horizon is always returned. */
export const eventColumns = `
  pg_snapshot_xmin(pg_current_snapshot())::text AS horizon, e.xid::text AS xid, e.id::text AS id, e.type,
  e.subject_id AS "subjectId"`

export function toBatch(rows: readonly EventRow[]): EventBatch {
  const events = rows.flatMap(({ xid, id, type, subjectId }) =>
    xid === null || id === null ? [] : [{ xid: BigInt(xid), id: BigInt(id), type, subjectId }],
  )
  return { events, horizon: BigInt(rows[0]?.horizon ?? 0) }
}

/** Resolves when the events have been handled, so that later events are batched. */
type Subscriber = (batch: EventBatch) => void | Promise<void>

const pollMs = 2_000
const minPauseMs = 20
const maxPauseMs = 400
/** Each batch costs a write to every stream: the longer a write takes, the longer changes are batched. */
const restOfDelivery = 3
const responseTimeoutMs = 5_000
const retryMs = 1_000

const readSince = `
  SELECT ${eventColumns} FROM (SELECT 1) one
  LEFT JOIN announced_event e ON e.xid >= COALESCE($1, pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
  ORDER BY e.xid, e.id`

/**
 * Reads the events that any process publishes, each once, over one connection, while there are subscribers. Events are read
 * from their table by transaction, so none is missed when PostgreSQL was unavailable or a process died before it notified.
 */
export class EventFeed {
  private connection: NotificationConnection | null = null
  private timer: NodeJS.Timeout | undefined
  private users = 0
  private readonly subscribers = new Set<Subscriber>()
  /** Everything of older transactions has been delivered; null before the first read. */
  private horizon: bigint | null = null
  /** The events of transactions from the horizon on that have been delivered. */
  private delivered = new Set<string>()
  /** How long the last delivery took. */
  private deliveryMs = 0
  private isReading = false
  private isReadPending = false
  private waiting: (() => void)[] = []

  /**
   * Calls `subscriber` with all events published from now on. Returns the current horizon and a function that unsubscribes.
   * Throws a 503 if the database does not respond.
   */
  async subscribe(subscriber: Subscriber): Promise<{ horizon: bigint; end: () => void }> {
    this.users++
    this.start()
    try {
      const horizon = await this.readFromNow()
      this.subscribers.add(subscriber)
      return { horizon, end: () => this.unsubscribe(subscriber) }
    } catch (error) {
      this.release()
      throw error
    }
  }

  /** Subscribes as soon as the database responds. Returns a function that unsubscribes. */
  subscribeWhenAvailable(subscriber: Subscriber): () => void {
    let isOver = false
    let end = () => {}
    const start = async () => {
      while (!isOver) {
        const subscribed = await this.subscribe(subscriber).catch(() => null)
        if (subscribed === null) await sleep(retryMs)
        else if (isOver) subscribed.end()
        else {
          end = subscribed.end
          return
        }
      }
    }
    void start()
    return () => {
      isOver = true
      end()
    }
  }

  private unsubscribe(subscriber: Subscriber): void {
    if (this.subscribers.delete(subscriber)) this.release()
  }

  private release(): void {
    this.users--
    if (this.users > 0) return
    clearInterval(this.timer)
    void this.connection?.stop()
    this.connection = null
    this.horizon = null
    this.delivered.clear()
  }

  private start(): void {
    if (this.connection !== null) return
    const readSoon = () => void this.read()
    this.connection = new NotificationConnection(eventChannel, {
      onListening: readSoon,
      onNotified: readSoon,
    })
    this.timer = setInterval(readSoon, pollMs)
  }

  /** Waits for a read that begins after the call. */
  private readFromNow(): Promise<bigint> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(unavailable("The event stream is unavailable. Try again later.", 2))
      }, responseTimeoutMs)
      this.waiting.push(() => {
        clearTimeout(timer)
        resolve(this.horizon ?? 0n)
      })
      void this.read()
    })
  }

  /** Runs one read at a time, with a pause after each, however often it is notified. */
  private async read(): Promise<void> {
    this.isReadPending = true
    if (this.isReading) return
    this.isReading = true
    while (this.isReadPending) {
      this.isReadPending = false
      const { connection } = this
      if (connection?.connected) await this.readOnce(connection).catch((error) => connection.reconnect(error))
      const pauseMs = Math.min(maxPauseMs, Math.max(minPauseMs, restOfDelivery * this.deliveryMs))
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    this.isReading = false
  }

  private async readOnce(connection: NotificationConnection): Promise<void> {
    const waiting = this.waiting
    this.waiting = []
    const first = this.horizon === null
    this.deliveryMs = 0
    const batch = await connection
      .query<EventRow>(readSince, [this.horizon === null ? null : String(this.horizon)])
      .then(toBatch)
      .catch((error: unknown) => {
        this.waiting.push(...waiting)
        throw error
      })
    if (this.connection !== connection) return
    const events = first ? [] : batch.events.filter((event) => !this.delivered.has(eventKey(event)))
    this.horizon = batch.horizon
    this.delivered = new Set(batch.events.filter(({ xid }) => xid >= batch.horizon).map(eventKey))
    for (const ready of waiting) ready()
    if (events.length > 0) await this.deliver({ events, horizon: batch.horizon })
  }

  private async deliver(batch: EventBatch): Promise<void> {
    const startedAt = performance.now()
    const steps = [...this.subscribers].map((subscriber) => subscriber(batch))
    // A slow subscriber does not delay the others.
    await Promise.race([Promise.all(steps), sleep(maxPauseMs, undefined, { ref: false })])
    this.deliveryMs = performance.now() - startedAt
  }
}

export function eventKey({ xid, id }: { xid: bigint; id: bigint }): string {
  return `${xid} ${id}`
}

const feed = new ProcessSingleton<EventFeed>("event-feed")

/** The feed of this process; it has one connection. */
export const eventFeed = (): EventFeed => feed.get(() => new EventFeed())
