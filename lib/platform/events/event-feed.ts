import { NotificationConnection } from "@/lib/platform/db/notifications"
import { DomainError } from "@/lib/platform/errors"
import { eventChannel } from "./notify-listeners"
import { type EventBatch, type EventRow, eventColumns, toBatch } from "./published-event"

type Subscriber = (batch: EventBatch) => void

const lookEveryMs = 2_000
const restMs = 20
const answerWithinMs = 5_000

const readSince = `
  SELECT ${eventColumns} FROM (SELECT 1) one
  LEFT JOIN announced_event e ON e.xid >= COALESCE($1, pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
  ORDER BY e.xid, e.id`

/**
 * Reads what any process announces, each event once, over one connection, as long as somebody subscribes. Events are read
 * from their table by transaction: nothing is missed when PostgreSQL was away, nor when a process died before it could
 * notify.
 */
export class EventFeed {
  private connection: NotificationConnection | null = null
  private timer: NodeJS.Timeout | undefined
  private users = 0
  private readonly subscribers = new Set<Subscriber>()
  /** Everything of older transactions has been told; null before the first reading. */
  private horizon: bigint | null = null
  /** What has been told of transactions from the horizon on. */
  private told = new Set<string>()
  private reading = false
  private wokenMeanwhile = false
  private waiting: (() => void)[] = []

  /**
   * Calls `tell` with all that is announced from now on. Answers the horizon of now, and a function that ends it. 503 where
   * the database does not answer.
   */
  async subscribe(tell: Subscriber): Promise<{ horizon: bigint; end: () => void }> {
    this.users++
    this.start()
    try {
      const horizon = await this.readAfresh()
      this.subscribers.add(tell)
      return { horizon, end: () => this.unsubscribe(tell) }
    } catch (error) {
      this.release()
      throw error
    }
  }

  private unsubscribe(tell: Subscriber): void {
    if (this.subscribers.delete(tell)) this.release()
  }

  private release(): void {
    this.users--
    if (this.users > 0) return
    clearInterval(this.timer)
    void this.connection?.stop()
    this.connection = null
    this.horizon = null
    this.told.clear()
  }

  private start(): void {
    if (this.connection !== null) return
    const look = () => void this.read()
    this.connection = new NotificationConnection(eventChannel, { onListening: look, onNotified: look })
    this.timer = setInterval(look, lookEveryMs)
  }

  /** Waits for a reading that begins after the call. */
  private readAfresh(): Promise<bigint> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(
          new DomainError("unavailable", "Events cannot be followed right now.", { retryAfterSeconds: 2 }),
        )
      }, answerWithinMs)
      this.waiting.push(() => {
        clearTimeout(timer)
        resolve(this.horizon ?? 0n)
      })
      void this.read()
    })
  }

  /** One reading at a time, with a rest after each, however often it is woken. */
  private async read(): Promise<void> {
    this.wokenMeanwhile = true
    if (this.reading) return
    this.reading = true
    while (this.wokenMeanwhile) {
      this.wokenMeanwhile = false
      const { connection } = this
      if (connection?.connected) await this.readOnce(connection).catch((error) => connection.reconnect(error))
      await new Promise((resolve) => setTimeout(resolve, restMs))
    }
    this.reading = false
  }

  private async readOnce(connection: NotificationConnection): Promise<void> {
    const waiting = this.waiting
    this.waiting = []
    const first = this.horizon === null
    const batch = await connection
      .query<EventRow>(readSince, [this.horizon === null ? null : String(this.horizon)])
      .then(toBatch)
      .catch((error: unknown) => {
        this.waiting.push(...waiting)
        throw error
      })
    if (this.connection !== connection) return
    const events = first ? [] : batch.events.filter((event) => !this.told.has(keyOf(event)))
    this.horizon = batch.horizon
    this.told = new Set(batch.events.filter(({ xid }) => xid >= batch.horizon).map(keyOf))
    for (const ready of waiting) ready()
    if (events.length === 0) return
    for (const tell of this.subscribers) tell({ events, horizon: batch.horizon })
  }
}

export function keyOf({ xid, id }: { xid: bigint; id: bigint }): string {
  return `${xid} ${id}`
}

// Next bundles each route by itself; the connection must be one a process all the same.
const held = globalThis as typeof globalThis & { slipwayEventFeed?: EventFeed }

export function eventFeed(): EventFeed {
  held.slipwayEventFeed ??= new EventFeed()
  return held.slipwayEventFeed
}
