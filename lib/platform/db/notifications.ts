import { Client } from "pg"
import { directDatabaseUrl } from "@/lib/platform/env"
import { log } from "@/lib/platform/log"
import { isPooled } from "./watched-client"

const firstDelayMs = 100
const maxDelayMs = 5_000
const responseTimeoutMs = 10_000

const pooledMessage =
  "DATABASE_URL leads to a connection pooler, so changes appear up to 2 seconds late; set DATABASE_DIRECT_URL to PostgreSQL itself"

type NotificationHooks = {
  /** Called when listening starts or resumes: notifications since the last one may have been missed. */
  onListening: () => void
  onNotified: () => void
}

/**
 * A dedicated connection that listens to a channel and reconnects with increasing delays after PostgreSQL was
 * unavailable. Prisma's pool cannot listen.
 */
export class NotificationConnection {
  private client: Client | null = null
  private retry: NodeJS.Timeout | undefined
  private delayMs = firstDelayMs
  private listening = false
  private stopped = false

  constructor(
    private readonly channel: string,
    private readonly hooks: NotificationHooks,
  ) {
    void this.connect()
  }

  get connected(): boolean {
    return this.listening
  }

  /** Queries over the same connection; rejects while it is not connected. */
  async query<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    if (this.client === null) throw new Error("Not connected")
    return (await this.client.query<Row>(text, values)).rows
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.listening = false
    clearTimeout(this.retry)
    const client = this.client
    this.client = null
    await client?.end().catch(() => undefined)
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: directDatabaseUrl(),
      application_name: `slipway ${this.channel}`,
      connectionTimeoutMillis: responseTimeoutMs,
      query_timeout: responseTimeoutMs,
      keepAlive: true,
    })
    client.on("error", (error) => this.lose(client, error))
    client.on("end", () => this.lose(client, new Error("The connection ended")))
    client.on("notification", () => this.hooks.onNotified())
    this.client = client
    try {
      await client.connect()
      if (await isPooled(client)) log.warn({ channel: this.channel }, pooledMessage)
      else await client.query(`LISTEN ${client.escapeIdentifier(this.channel)}`)
    } catch (error) {
      return this.lose(client, error)
    }
    if (this.stopped || this.client !== client) return
    this.delayMs = firstDelayMs
    this.listening = true
    this.hooks.onListening()
  }

  /** Callers whose query gets no response call this too, because the connection is dead. */
  reconnect(reason: unknown): void {
    if (this.client !== null) this.lose(this.client, reason)
  }

  private lose(client: Client, error: unknown): void {
    if (this.client !== client) return
    this.client = null
    this.listening = false
    client.end().catch(() => undefined)
    if (this.stopped) return
    log.warn({ err: error, channel: this.channel }, "notification connection lost, reconnecting")
    this.retry = setTimeout(() => void this.connect(), this.delayMs * (0.5 + Math.random() / 2))
    this.delayMs = Math.min(this.delayMs * 2, maxDelayMs)
  }
}
