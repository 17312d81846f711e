import { Client } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { applyMigrations } from "@/lib/platform/db/migrate"
import { withSchemaEngine } from "@/lib/platform/db/migrate-engine"
import { readMigrations } from "@/lib/platform/db/migrate-files"
import { databaseUrl, execute } from "@/tools/testing/test-database-server"

const url = process.env.DATABASE_URL ?? ""
const name = `${new URL(url).pathname.slice(1)}_interrupted`
const interrupted = databaseUrl(url, name)
let client: Client

/** A migration that alters received_request. */
const last = "20261130031000_event_sources"

beforeAll(async () => {
  await execute(databaseUrl(url, "postgres"), `CREATE DATABASE "${name}"`)
  client = new Client({ connectionString: interrupted })
  await client.connect()
  const migrations = await readMigrations()
  const migrationDirectories = migrations.migrationDirectories.filter(({ path }) => path < last)
  await withSchemaEngine(interrupted, async (engine) => {
    const migrationsList = { ...migrations, migrationDirectories }
    await engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } })
  })
})
afterAll(async () => {
  await client.end()
  await execute(databaseUrl(url, "postgres"), `DROP DATABASE "${name}" WITH (FORCE)`)
})

const waitingScript = async () => {
  const { rows } = await client.query<{ pid: number }>(
    "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'received_request'::regclass",
  )
  return rows[0]?.pid
}

/** Runs `act` while the script waits for a table that is in use. */
async function whileWaiting(act: (pid: number) => Promise<unknown>): Promise<unknown> {
  await client.query("BEGIN; LOCK TABLE received_request IN ACCESS SHARE MODE")
  const applied = applyMigrations(interrupted).catch((error: unknown) => error)
  await expect.poll(waitingScript).toBeDefined()
  await act((await waitingScript()) ?? 0)
  await client.query("COMMIT")
  return applied
}

describe("a migration", () => {
  it("that fails gives PostgreSQL's reason", async () => {
    await client.query("CREATE TABLE event_source (id INT)")
    await expect(applyMigrations(interrupted)).rejects.toThrow('relation "event_source" already exists')
    await client.query("DROP TABLE event_source")
  })

  it("that was interrupted has changed nothing, and is applied by the next attempt", async () => {
    const failure = await whileWaiting((pid) => client.query("SELECT pg_terminate_backend($1)", [pid]))
    expect(String(failure)).toContain("terminating connection")
    expect(await applyMigrations(interrupted)).toContain(last)
    expect(await applyMigrations(interrupted)).toEqual([])
  })
})
