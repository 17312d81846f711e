import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { Client } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { migrationNames, readMigration } from "@/lib/platform/db/migrate-files"
import { databaseUrl, execute } from "@/tools/testing/test-database-server"

// The running processes of the previous version use the database while and after a migration changes it, so a migration
// only adds what they do not notice, and locks no table for longer than a moment.

/** The migrations before anybody ran Slipway, which need not follow the rules. */
const unchecked = { last: "20261129233000_application_collation", count: 39 }

/** What a migration does in spite of the rules. docs/operations.md says what to avoid during the upgrade. */
const accepted: Record<string, string[]> = {
  // Only events that the previous version does not take have this outcome.
  "20261130031000_event_sources": ["new: value IGNORED of request_outcome"],
}

const url = process.env.DATABASE_URL ?? ""
const name = `${new URL(url).pathname.slice(1)}_rules`
let client: Client

beforeAll(async () => {
  await execute(databaseUrl(url, "postgres"), `CREATE DATABASE "${name}"`)
  client = new Client({ connectionString: databaseUrl(url, name) })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await execute(databaseUrl(url, "postgres"), `DROP DATABASE "${name}" WITH (FORCE)`)
})

/** What processes rely on. `mayBeNew`: the previous version does not notice when its owner gets it. */
type Item = { owner: string; item: string; definition: string; mayBeNew: boolean }

const itemsSql = `
  WITH tables AS (SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v'))
  SELECT relname AS owner, 'column ' || attname || ' of ' || relname AS item, NOT attnotnull OR atthasdef AS "mayBeNew",
    concat_ws(' ', format_type(atttypid, atttypmod), attcollation::regcollation, attnotnull, attidentity, attgenerated,
      pg_get_expr(adbin, adrelid)) AS definition
  FROM tables t JOIN pg_attribute a ON attrelid = t.oid AND attnum > 0 AND NOT attisdropped
  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  UNION ALL
  -- Also what stops the rows of another table from being deleted.
  SELECT relname, 'constraint ' || conname || ' of ' || relname, false, pg_get_constraintdef(c.oid)
  FROM tables t JOIN pg_constraint c ON conrelid = t.oid OR (confrelid = t.oid AND confdeltype IN ('a', 'r')) WHERE contype <> 'n'
  UNION ALL
  SELECT relname, 'index ' || indexrelid::regclass || ' of ' || relname, false, pg_get_indexdef(indexrelid)
  FROM tables t JOIN pg_index ON indrelid = t.oid
  UNION ALL
  SELECT relname, 'trigger ' || tgname || ' of ' || relname, false, pg_get_triggerdef(g.oid)
  FROM tables t JOIN pg_trigger g ON tgrelid = t.oid WHERE NOT tgisinternal AND tgname <> 'note_write'
  UNION ALL
  -- Another file: the table was locked while it was rewritten.
  SELECT relname, 'rows of ' || relname, false, pg_relation_filenode(oid)::text FROM tables
  UNION ALL
  -- Prisma rejects a row with a value that it does not know.
  SELECT typname, 'value ' || enumlabel || ' of ' || typname, false, '' FROM pg_enum JOIN pg_type t ON t.oid = enumtypid
  UNION ALL
  SELECT proname, 'function ' || p.oid::regprocedure, true, pg_get_function_result(p.oid) FROM pg_proc p
  WHERE pronamespace = 'public'::regnamespace AND proname <> 'note_write'`

const readItems = async () => (await client.query<Item>(itemsSql)).rows

/** Notes statements that write to existing tables, even if those are empty. */
const watchWrites = `
  CREATE TABLE IF NOT EXISTS pg_temp.writes (what text);
  CREATE OR REPLACE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO pg_temp.writes VALUES ('written: ' || TG_TABLE_NAME); RETURN NULL; END $$;
  DO $$ DECLARE name regclass; BEGIN
    FOR name IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
      EXECUTE 'CREATE OR REPLACE TRIGGER note_write BEFORE INSERT OR UPDATE OR DELETE ON ' || name
        || ' FOR EACH STATEMENT EXECUTE FUNCTION note_write()';
    END LOOP; END $$`

/** Applies SQL and returns what the previous version may not survive. */
async function faultsOf(sql: string): Promise<string[]> {
  await client.query(watchWrites)
  const before = await readItems()
  await client.query(sql)
  const after = new Map((await readItems()).map(({ item, ...rest }) => [item, rest]))
  const existing = new Set(before.map(({ item }) => item))
  const owners = new Set(before.map(({ owner }) => owner))
  const { rows } = await client.query<{ what: string }>("DELETE FROM pg_temp.writes RETURNING what")
  return [
    ...before.flatMap(({ item, definition }) => {
      const now = after.get(item)?.definition
      return now === definition ? [] : [`${now === undefined ? "gone" : "changed"}: ${item}`]
    }),
    ...[...after].flatMap(([item, { owner, mayBeNew }]) =>
      existing.has(item) || mayBeNew || !owners.has(owner) ? [] : [`new: ${item}`],
    ),
    ...new Set(rows.map(({ what }) => what)),
  ]
}

describe("migrations", () => {
  it("only add what a running process of the previous version does not notice", async () => {
    const names = await migrationNames()
    const migrations = await Promise.all(
      names.map(async (path) => ({ path, sql: await readMigration(path) })),
    )
    const isUnchecked = ({ path }: { path: string }) => path <= unchecked.last
    expect(migrations.filter(isUnchecked)).toHaveLength(unchecked.count)
    for (const { sql } of migrations.filter(isUnchecked)) await client.query(sql)
    const faults: Record<string, string[]> = {}
    for (const { path, sql } of migrations.filter((one) => !isUnchecked(one))) {
      const found = await faultsOf(sql)
      if (found.length > 0) faults[path] = found
    }
    expect(faults).toEqual(accepted)
  })

  it.each([
    ['ALTER TABLE webhook DROP COLUMN "events"', "gone: column events of webhook"],
    ["ALTER TABLE webhook RENAME COLUMN name TO title", "gone: column name of webhook"],
    ["DROP TABLE quarantine", "gone: column id of quarantine"],
    ["ALTER TABLE webhook ADD COLUMN must TEXT NOT NULL", "new: column must of webhook"],
    [
      "ALTER TABLE webhook ALTER COLUMN disabled_reason SET NOT NULL",
      "changed: column disabled_reason of webhook",
    ],
    ["ALTER TABLE webhook ALTER COLUMN name DROP NOT NULL", "changed: column name of webhook"],
    ["ALTER TABLE webhook ALTER COLUMN name TYPE varchar(9)", "changed: column name of webhook"],
    ["ALTER TABLE webhook ADD COLUMN random UUID DEFAULT gen_random_uuid()", "changed: rows of webhook"],
    ["ALTER TABLE webhook ADD CHECK (name <> '')", "new: constraint webhook_name_check of webhook"],
    ["CREATE INDEX late ON webhook (created_at)", "new: index late of webhook"],
    [
      "DROP INDEX webhook_delivery_pending_idx",
      "gone: index webhook_delivery_pending_idx of webhook_delivery",
    ],
    [
      "CREATE TABLE holder (webhook UUID REFERENCES webhook)",
      "new: constraint holder_webhook_fkey of webhook",
    ],
    ["ALTER TYPE event_system ADD VALUE 'NEW'", "new: value NEW of event_system"],
    ["DROP TYPE event_system CASCADE", "gone: value GITHUB of event_system"],
    ["DROP FUNCTION search_words(text) CASCADE", "gone: function search_words(text)"],
    ["UPDATE webhook SET name = ''", "written: webhook"],
    ["DO 'BEGIN DELETE FROM webhook; END'", "written: webhook"],
  ])("%s breaks the rules", async (sql, fault) => {
    await client.query("BEGIN")
    expect(await faultsOf(sql)).toContain(fault)
    await client.query("ROLLBACK")
  })

  it.each([
    "CREATE TABLE fresh (id INT PRIMARY KEY, webhook UUID REFERENCES webhook ON DELETE CASCADE)",
    "CREATE TABLE holder (n INT); CREATE INDEX ON holder (n); INSERT INTO holder VALUES (1)",
    "ALTER TABLE webhook ADD COLUMN noted TEXT, ADD COLUMN counted INT NOT NULL DEFAULT 0",
  ])("%s follows the rules", async (sql) => {
    await client.query("BEGIN")
    expect(await faultsOf(sql)).toEqual([])
    await client.query("ROLLBACK")
  })
})

it("the functions of prisma/sql drop nothing that the previous version calls", async () => {
  const folder = join("prisma", "sql")
  for (const file of await readdir(folder))
    expect(await readFile(join(folder, file), "utf8"), file).not.toMatch(/\bDROP\b/i)
})
