import { Client } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { applyMigrations, applyPending } from "@/lib/platform/db/migrate"
import { migrationNames } from "@/lib/platform/db/migrate-files"
import { databaseUrl, execute } from "@/tools/testing/test-database-server"

const fresh = process.env.DATABASE_URL ?? ""
const name = `${new URL(fresh).pathname.slice(1)}_upgraded`
const upgraded = databaseUrl(fresh, name)

beforeAll(() => execute(databaseUrl(fresh, "postgres"), `CREATE DATABASE "${name}"`))
afterAll(() => execute(databaseUrl(fresh, "postgres"), `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`))

async function query<T>(url: string, statement: string): Promise<T[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

const functionsOf = (url: string) =>
  query<{ definition: string }>(
    url,
    `SELECT p.oid::regprocedure::text AS signature, pg_get_functiondef(p.oid) AS definition FROM pg_proc p
     WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
       AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = p.oid AND e.deptype = 'e')
     ORDER BY 1`,
  )

/** Brings the database to the state of a version with only the first `count` migrations. */
async function migratePartly(count: number): Promise<void> {
  const client = new Client({ connectionString: upgraded })
  await client.connect()
  await applyPending(client, (await migrationNames()).slice(0, count))
  await client.end()
}

describe("the functions of prisma/sql", () => {
  it("are the same in a new and in an upgraded database", async () => {
    await migratePartly(15)
    const applied = await applyMigrations(upgraded)
    expect(applied).toContain("deployments.sql")
    expect(await functionsOf(upgraded)).toEqual(await functionsOf(fresh))
    expect((await functionsOf(fresh)).length).toBeGreaterThan(8)
  })

  it("are applied again only when their text has changed", async () => {
    expect(await applyMigrations(upgraded)).toEqual([])
    await execute(
      upgraded,
      `CREATE OR REPLACE FUNCTION delete_all_chunks() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
      "UPDATE repeatable_sql SET checksum = 'of an earlier release' WHERE name = 'lane-chunks.sql'",
    )
    expect(await applyMigrations(upgraded)).toEqual(["lane-chunks.sql"])
    expect(await functionsOf(upgraded)).toEqual(await functionsOf(fresh))
  })

  it("are left unchanged in a database that a newer version has migrated", async () => {
    await execute(
      upgraded,
      "UPDATE repeatable_sql SET checksum = 'of a newer release' WHERE name = 'lane-chunks.sql'",
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
       VALUES ('newer', '', '29990101000000_newer', now())`,
    )
    expect(await applyMigrations(upgraded)).toEqual([])
  })
})
