import { setTimeout as sleep } from "node:timers/promises"
import { Client } from "pg"
import { outsideDatabaseUrl } from "@/lib/platform/env"
import { startLocalDatabase } from "@/tools/launch/local-database"
import { LaunchProblem, print } from "@/tools/launch/print"
import type { RestartedProcess } from "@/tools/launch/restarted-process"

const databaseName = "slipway"
const oldestVersion = 14
const waitMs = 30_000
const retryMs = 500

export type OpenedDatabase = { url: string; server: RestartedProcess | null }

/** The database of DATABASE_URL, once it is reachable, or the local one, which is started and created. */
export async function openDatabase(dataFolder: string, signal: AbortSignal): Promise<OpenedDatabase> {
  const outside = outsideDatabaseUrl()
  if (outside !== null) {
    await waitUntilReachable(outside, signal)
    return { url: outside, server: null }
  }
  const { server, adminUrl } = await startLocalDatabase(dataFolder, signal)
  const url = new URL(adminUrl)
  url.pathname = `/${databaseName}`
  await createIfMissing(adminUrl).catch(async (error: unknown) => {
    await server.stop()
    throw error
  })
  return { url: url.href, server }
}

async function createIfMissing(adminUrl: string): Promise<void> {
  await query(adminUrl, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [databaseName])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`)
  })
}

/** Waits for a database that starts at the same time as Slipway, for example under Compose. */
async function waitUntilReachable(url: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + waitMs
  let isReported = false
  for (;;) {
    const problem = await query(url, assertVersion).then(
      () => null,
      (error: unknown) => error,
    )
    if (problem === null) return
    if (problem instanceof LaunchProblem) throw problem
    if (Date.now() >= deadline || !isTransient(problem)) {
      throw new LaunchProblem(`The PostgreSQL of DATABASE_URL cannot be used: ${messageOf(problem)}.`)
    }
    if (!isReported) print("Waiting for the PostgreSQL of DATABASE_URL …")
    isReported = true
    await sleep(retryMs, null, { signal })
  }
}

async function assertVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num")
  const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000)
  if (major >= oldestVersion) return
  throw new LaunchProblem(
    `The PostgreSQL of DATABASE_URL is version ${major}. Slipway needs ${oldestVersion} or newer.`,
  )
}

async function query(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on("error", () => undefined)
  try {
    await client.connect()
    await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

// The port is still closed, the name does not resolve yet, or the server reports that it is starting up (57P03).
function isTransient(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null
  return ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ECONNRESET", "57P03"].includes(String(code))
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(", ")
  return error instanceof Error ? error.message : String(error)
}
