import { Client } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { applyMigrations, applyPending } from "@/lib/platform/db/migrate"
import { migrationNames } from "@/lib/platform/db/migrate-files"
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
  await applyPending(
    client,
    (await migrationNames()).filter((one) => one < last),
  )
})
afterAll(async () => {
  await client.end()
  await execute(databaseUrl(url, "postgres"), `DROP DATABASE "${name}" WITH (FORCE)`)
})

/** Runs `act`, once it finds the script that waits for a table, while that is in use. Returns the failure, if any. */
async function whileInUse(act: string): Promise<unknown> {
  await client.query("BEGIN; LOCK TABLE received_request IN ACCESS SHARE MODE")
  const applied = applyMigrations(interrupted).catch((error: unknown) => error)
  const waiting = "FROM pg_locks WHERE NOT granted AND relation = 'received_request'::regclass"
  await expect.poll(async () => (await client.query(`SELECT ${act} ${waiting}`)).rowCount).toBe(1)
  const other = new Client({ connectionString: interrupted })
  await other.connect()
  await other.query("SELECT FROM received_request")
  await other.end()
  await client.query("COMMIT")
  return applied
}

describe("a migration", () => {
  it("that fails gives PostgreSQL's reason", async () => {
    await client.query("CREATE TABLE event_source (id INT)")
    await expect(applyMigrations(interrupted)).rejects.toThrow('relation "event_source" already exists')
    await client.query("DROP TABLE event_source")
  })

  it("that was interrupted has changed nothing", async () => {
    expect(String(await whileInUse("pg_terminate_backend(pid)"))).toContain("terminating connection")
    expect((await client.query("SELECT to_regclass('event_source') AS name")).rows).toEqual([{ name: null }])
  })

  it("waits for a table that is in use, but lets others use it, and is applied after all", async () => {
    expect(await whileInUse("pid")).toContain(last)
    expect(await applyMigrations(interrupted)).toEqual([])
  })
})
