import { randomUUID } from "node:crypto"
import { readdir, rm, statfs } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Client } from "pg"
import { placeWithin, serverAccount } from "@/lib/platform/db/embedded-account"
import { initializeCluster } from "@/lib/platform/db/embedded-initialize"
import { stopLeftover } from "@/lib/platform/db/embedded-leftover"
import { findFreePort } from "@/lib/platform/db/embedded-port"
import { EmbeddedServer } from "@/lib/platform/db/embedded-server"
import { applyMigrations } from "@/lib/platform/db/migrate"
import { isAlive } from "@/lib/platform/db/process-state"

/** A server with one migrated template database that every test file copies. */
export type TestServer = { adminUrl: string; template: string; stop: () => Promise<void> }

/** Starts a PostgreSQL for one test run, or uses TEST_DATABASE_URL. */
export async function startTestServer(): Promise<TestServer> {
  const configured = process.env.TEST_DATABASE_URL
  return configured ? prepare(configured, async () => undefined) : startEmbedded()
}

async function startEmbedded(): Promise<TestServer> {
  for (const parent of [tmpdir(), memory]) await removeLeftovers(parent)
  const parent = (await hasRoomInMemory()) ? memory : tmpdir()
  const folder = await placeWithin(serverAccount(), parent, runName())
  await initializeCluster(folder, "test")
  const server = await EmbeddedServer.start({
    folder,
    port: await findFreePort(),
    password: "test",
    logFile: `${folder}.log`,
    settings: {
      fsync: "off",
      full_page_writes: "off",
      synchronous_commit: "off",
      max_connections: "300",
      wal_level: "minimal",
      max_wal_senders: "0",
      max_wal_size: "1GB",
    },
  })
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
    await rm(`${folder}.log`, { force: true })
  }
  return prepare(server.connectionString("postgres"), stop).catch(async (error) => {
    await stop()
    throw error
  })
}

async function prepare(adminUrl: string, stopServer: () => Promise<void>): Promise<TestServer> {
  const template = `slipway_test_${randomUUID().slice(0, 8)}`
  await execute(adminUrl, `DROP DATABASE IF EXISTS ${template}`, `CREATE DATABASE ${template}`)
  await applyMigrations(databaseUrl(adminUrl, template))
  return { adminUrl, template, stop: () => dropDatabases(adminUrl, template).then(stopServer) }
}

// The server may outlive the run; its databases must not.
async function dropDatabases(adminUrl: string, template: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  const { rows } = await client.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname = $1 OR starts_with(datname, $1 || '_')",
    [template],
  )
  for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`)
  await client.end()
}

/** Runs statements one by one, outside a transaction. */
export async function execute(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The URL of another database of the server. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

/** Where Linux keeps files in memory: a copy of the template takes a fifth of the time there. */
const memory = "/dev/shm"

async function hasRoomInMemory(): Promise<boolean> {
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }))
  return bavail * bsize > 4 * 1024 ** 3
}

/** A name for the cluster of this run that identifies its owner to later runs. */
function runName(): string {
  return `slipway-test-run-${process.pid}-${randomUUID()}`
}

/** Stops and deletes the clusters of test runs that were killed before they could clean up. */
async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const [, pid, log] = /^slipway-test-run-(\d+)-[\w-]+(\.log)?$/.exec(name) ?? []
    if (pid === undefined || isAlive(Number(pid))) continue
    if (log === undefined) await stopLeftover(join(parent, name))
    await rm(join(parent, name), { recursive: true, force: true })
  }
}
