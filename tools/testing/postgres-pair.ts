import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Client } from "pg"
import { copyRunningCluster } from "@/lib/platform/db/copy-cluster"
import { changeOwner, placeWithin, serverAccount } from "@/lib/platform/db/embedded-account"
import { embeddedUser, initializeCluster } from "@/lib/platform/db/embedded-initialize"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { EmbeddedServer } from "@/lib/platform/db/embedded-server"
import { Forwarder } from "./forwarder"

const password = "chaos"
const database = "postgres"
const syncWithinMs = 60_000

type Node = { folder: string; port: number; server: EmbeddedServer }

/** A PostgreSQL with a synchronous standby, behind one address that leads to the primary. */
export class PostgresPair {
  private servers = 2

  private constructor(
    private readonly parent: string,
    private readonly forwarder: Forwarder,
    private primary: Node,
    private standby: Node,
  ) {}

  /** `parent`: the folder with the data of both. */
  static async start(parent: string): Promise<PostgresPair> {
    const folder = await placeWithin(serverAccount(), parent, "postgres-1")
    await initializeCluster(folder, password)
    const primary = await startNode({ folder, port: await findFreePort() })
    const standby = await cloneOf(primary, parent, 2)
    const forwarder = await Forwarder.start(() => [pair.primary.port])
    const pair: PostgresPair = new PostgresPair(parent, forwarder, primary, standby)
    return pair
  }

  /** The address for clients, whichever server is the primary. */
  get url(): string {
    return `postgresql://${embeddedUser}:${password}@127.0.0.1:${this.forwarder.port}/${database}`
  }

  get standbyUrl(): string {
    return this.standby.server.connectionString(database)
  }

  /** A fast shutdown followed by a start. */
  async restart(): Promise<void> {
    await this.primary.server.stop()
    this.primary = await startNode(this.primary)
  }

  async crash(): Promise<void> {
    await this.primary.server.crash()
    this.primary = await startNode(this.primary)
  }

  /** Commits wait while the standby is unavailable. */
  async restartStandby(awayMs: number): Promise<void> {
    await this.standby.server.stop()
    await sleep(awayMs)
    this.standby = await startNode(this.standby, this.primary)
  }

  /** Connections break without notice. */
  dropConnections(): void {
    this.forwarder.drop()
  }

  /** While suspended, it accepts connections and does not respond. */
  suspend(isSuspended: boolean): void {
    this.forwarder.suspend(isSuspended)
  }

  /**
   * The primary dies and the standby is promoted like Patroni does, only if it is in sync. `silent`: the machine of the
   * primary disappears, so that its connections are never closed. A copy of the new primary becomes the next standby.
   */
  async failOver(silent: boolean): Promise<void> {
    await this.untilInSync()
    const { primary: old, standby: next } = this
    if (silent) this.forwarder.silence()
    await old.server.crash()
    await asAdmin(next, (client) => client.query("SELECT pg_promote(true, 60)"))
    this.primary = next
    if (!silent) this.forwarder.drop()
    await remove(old)
    this.standby = await cloneOf(next, this.parent, ++this.servers)
  }

  /** Waits until the standby has everything that the primary has committed. */
  async untilInSync(): Promise<void> {
    const deadline = Date.now() + syncWithinMs
    while (Date.now() < deadline) {
      const rows = await asAdmin(this.primary, async (client) => {
        const { rowCount } = await client.query(
          "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync' AND flush_lsn >= pg_current_wal_flush_lsn()",
        )
        return rowCount
      })
      if (rows === 1) return
      await sleep(100)
    }
    throw new Error("The standby is not in sync.")
  }

  async stop(): Promise<void> {
    await this.forwarder.stop()
    for (const node of [this.standby, this.primary]) {
      await node.server.crash()
      await remove(node)
    }
  }
}

/** Starts a standby of `source` if it is given. */
async function startNode(
  { folder, port }: Pick<Node, "folder" | "port">,
  source?: Pick<Node, "port">,
): Promise<Node> {
  const connection = source && `host=127.0.0.1 port=${source.port} user=${embeddedUser} password=${password}`
  const start = () =>
    EmbeddedServer.start({
      folder,
      port,
      password,
      logFile: logOf(folder),
      settings: {
        fsync: "off",
        max_connections: "200",
        synchronous_standby_names: "*",
        wal_keep_size: "512MB",
        wal_receiver_status_interval: "1",
        wal_retrieve_retry_interval: "200ms",
        ...(connection !== undefined && { primary_conninfo: connection }),
      },
    })
  // Processes of a crashed server hold shared memory that the next server needs until they end.
  const server = await start().catch(() => sleep(1_000).then(start))
  return { folder, port, server }
}

async function cloneOf(primary: Node, parent: string, number: number): Promise<Node> {
  const account = serverAccount()
  const folder = await placeWithin(account, parent, `postgres-${number}`)
  await copyRunningCluster(primary.server.connectionString(database), primary.folder, folder)
  await writeFile(join(folder, "standby.signal"), "")
  await changeOwner(account, folder)
  return startNode({ folder, port: await findFreePort() }, primary)
}

async function remove({ folder }: Node): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await rm(logOf(folder), { force: true })
}

const logOf = (folder: string) => `${folder}.log`

async function asAdmin<T>({ server }: Node, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: server.connectionString(database) })
  client.on("error", () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}
