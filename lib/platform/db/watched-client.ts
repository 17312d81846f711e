import { Socket } from "node:net"
import { Client, type ClientBase, type ClientConfig } from "pg"
import { databaseUrl } from "@/lib/platform/env"
import { ConnectionFailed } from "./database-errors"

const checkEveryMs = 2_500
/** How long a statement may go without a response before its connection is checked. */
const silentMs = 5_000
const responseTimeoutMs = 5_000
/** After so many checks without a response, PostgreSQL counts as unavailable. */
const maxUnanswered = 2

const serverSql = `
  SELECT pg_postmaster_start_time()::text AS server, pg_backend_pid() AS pid, pg_is_in_recovery() AS "isStandby"`

/** Whether a connection leads to a pooler such as PgBouncer, which reports its own process ids. */
export async function isPooled(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")
  return rows[0]?.pid !== Reflect.get(client, "processID")
}

/** Runs `work` on a separate connection. */
export async function whileConnected<C extends Client, T>(
  client: C,
  work: (client: C) => Promise<T>,
): Promise<T> {
  client.on("error", () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

type Server = { server: string; pid: number; isStandby: boolean }

/** A connection that knows its server, and can be cut off from it. */
export class WatchedClient extends Client {
  private readonly socket: Socket
  private statements = 0
  private since = 0
  /** The start time of its server, which identifies the server; null behind a pooler. */
  private server: string | null = null

  constructor(config: ClientConfig = {}) {
    const socket = new Socket()
    super({ ...config, stream: () => socket })
    this.socket = socket
  }

  /** Counts a statement until the returned function is called. */
  begin(): () => void {
    if (this.statements++ === 0) this.since = Date.now()
    return () => {
      this.statements--
      this.since = Date.now()
    }
  }

  get isSilent(): boolean {
    return this.statements > 0 && Date.now() - this.since > silentMs
  }

  /** Throws if it is a standby: during a failover the address may lead to one. */
  async identifyServer(): Promise<string | null> {
    const query = { text: serverSql, query_timeout: responseTimeoutMs }
    const [row] = (await this.query<Server>(query)).rows
    if (row?.isStandby === true) throw new ConnectionFailed(new Error("This server is a standby"), false)
    // A pooler reports its own process ids, and watches its servers itself.
    this.server = row?.pid === Reflect.get(this, "processID") ? (row?.server ?? null) : null
    return this.server
  }

  isOnOtherThan(server: string): boolean {
    return this.server !== null && this.server !== server
  }

  /** Ends the connection even when its server does not respond. */
  close(): void {
    this.socket.destroy()
  }
}

/**
 * Watches the connections of a pool. While one is silent, it checks on a new connection which server responds, and ends
 * the connections to any other server: when the machine of a primary disappears, its connections stay open, and
 * statements would wait for minutes although a standby has taken over. If none responds, it ends all of them, so that
 * requests get a 503 instead of waiting.
 */
export class ConnectionWatch {
  private readonly clients = new Set<WatchedClient>()
  private timer: NodeJS.Timeout | undefined
  private isChecking = false
  private unanswered = 0

  add(client: WatchedClient): void {
    this.clients.add(client)
    this.timer ??= setInterval(() => void this.checkServer(), checkEveryMs).unref()
  }

  remove(client: WatchedClient): void {
    this.clients.delete(client)
    if (this.clients.size > 0) return
    clearInterval(this.timer)
    this.timer = undefined
  }

  private async checkServer(): Promise<void> {
    const clients = [...this.clients]
    if (this.isChecking || !clients.some((client) => client.isSilent)) return
    this.isChecking = true
    const server = await respondingServer().catch(() => undefined)
    this.unanswered = server === undefined ? this.unanswered + 1 : 0
    const isLost = (client: WatchedClient) =>
      typeof server === "string" ? client.isOnOtherThan(server) : this.unanswered >= maxUnanswered
    for (const client of clients) if (isLost(client)) client.close()
    this.isChecking = false
  }
}

function respondingServer(): Promise<string | null> {
  const client = new WatchedClient({
    connectionString: databaseUrl(),
    connectionTimeoutMillis: responseTimeoutMs,
  })
  return whileConnected(client, () => client.identifyServer())
}
