import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { Client } from "pg"
import { serverAccount } from "@/lib/platform/db/embedded-account"
import { findPostgresBinaries } from "@/lib/platform/db/embedded-binaries"
import { embeddedUser } from "@/lib/platform/db/embedded-initialize"
import { whileConnected } from "@/lib/platform/db/watched-client"

type ClusterOptions = {
  /** An initialized cluster. */
  folder: string
  port: number
  password: string
  logFile: string
  /** Extra `-c name=value` settings. */
  settings?: Record<string, string>
}

const pollMs = 30
// Recovery after a crash replays the WAL first.
const startTimeoutMs = 120_000
const fastShutdownMs = 15_000

/** A PostgreSQL child process that listens on the loopback interface. */
export class EmbeddedServer {
  /** Resolves with the exit signal or code. */
  readonly exited: Promise<string>

  private constructor(
    private readonly child: ChildProcess,
    private readonly options: ClusterOptions,
  ) {
    this.exited = once(child, "exit").then(([code, signal]) => String(signal ?? `exit code ${code}`))
  }

  /** Starts PostgreSQL and waits until it accepts connections. Throws if it exits first. */
  static async start(options: ClusterOptions): Promise<EmbeddedServer> {
    const server = new EmbeddedServer(await spawnPostgres(options), options)
    await server.waitUntilReady()
    return server
  }

  connectionString(database: string): string {
    return connectionString(this.options, database)
  }

  /** A fast shutdown: open transactions are rolled back, committed data is kept. */
  async stop(): Promise<void> {
    if (!this.running) return
    this.child.kill("SIGINT")
    const killTimer = setTimeout(() => this.child.kill("SIGQUIT"), fastShutdownMs)
    await this.exited
    clearTimeout(killTimer)
  }

  /** `kill -9`. Its other processes notice that it is gone, and end too. */
  async crash(): Promise<void> {
    this.child.kill("SIGKILL")
    await this.exited
  }

  private get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null
  }

  private async waitUntilReady(): Promise<void> {
    const deadline = Date.now() + startTimeoutMs
    while (this.running && Date.now() < deadline) {
      if (await isReachable(this.connectionString("postgres"))) return
      await sleep(pollMs)
    }
    await this.stop()
    throw new Error(`PostgreSQL did not start. See ${this.options.logFile} for the reason.`)
  }
}

export function connectionString(at: { port: number; password: string }, database: string): string {
  return `postgresql://${embeddedUser}:${encodeURIComponent(at.password)}@127.0.0.1:${at.port}/${database}`
}

/** Whether a server accepts a connection with this URL. */
export function isReachable(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  return whileConnected(client, async () => true).catch(() => false)
}

// In its own process group, so that Ctrl-C in a terminal reaches only the launcher, which stops the web process first and
// PostgreSQL last.
async function spawnPostgres({ folder, port, logFile, settings }: ClusterOptions): Promise<ChildProcess> {
  const account = serverAccount()
  const { postgres } = await findPostgresBinaries(account)
  const parameters = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port: String(port),
    ...settings,
  }
  const args = [
    "-D",
    folder,
    ...Object.entries(parameters).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]
  const log = openSync(logFile, "a")
  try {
    const child = spawn(postgres, args, { ...account, cwd: "/", detached: true, stdio: ["ignore", log, log] })
    await once(child, "spawn")
    return child
  } finally {
    closeSync(log)
  }
}
