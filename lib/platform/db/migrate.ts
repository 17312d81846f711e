import { createHash, randomUUID } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Logger, runMigrations } from "graphile-worker"
import { Client, escapeLiteral } from "pg"
import { migrationNames, readMigration } from "@/lib/platform/db/migrate-files"
import { isPooled, whileConnected } from "@/lib/platform/db/watched-client"
import { distPath } from "@/lib/platform/dist-path"

// Session locks would stay behind in the pooler's connections.
const pooledMessage =
  "DATABASE_URL leads to a connection pooler, and migrations need PostgreSQL itself. Set DATABASE_DIRECT_URL to it"

const foreignMessage = "It contains tables that Slipway did not create. Set DATABASE_URL to an empty database"

// Arbitrary but fixed, and different from 72707369, which Prisma's own `migrate deploy` locks.
const migrationLock = 5_117_001

/**
 * Applies the pending migrations and the functions of prisma/sql, and returns the names of the migrations and scripts
 * it applied. The queue's tables are in a separate schema that its library maintains. Processes that start concurrently
 * wait for each other, also for the script of a process that was killed, whose connection PostgreSQL keeps until it ends.
 * Throws PostgreSQL's error when a migration fails; it has then changed nothing, and is applied again next time.
 */
export async function applyMigrations(connectionString: string): Promise<string[]> {
  return whileConnected(new Client({ connectionString }), async (client) => {
    if (await isPooled(client)) throw new Error(pooledMessage)
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock])
    if (await isForeign(client)) throw new Error(foreignMessage)
    await runMigrations({ connectionString, logger: quietLogger })
    const names = await migrationNames()
    return [...(await applyPending(client, names)), ...(await applyRepeatableSql(client, names))]
  })
}

// The launcher reports the result itself.
const quietLogger = new Logger(() => () => undefined)

/** Whether the database belongs to another application. */
async function isForeign(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ isForeign: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NULL
       AND EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema()) AS "isForeign"`,
  )
  return rows[0]?.isForeign === true
}

/** The table of `prisma migrate deploy`, so that it sees the same state. */
const migrationTableSql = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  );
  UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL`

/** Applies those of the migrations that are not applied yet, and returns their names. */
export async function applyPending(client: Client, names: readonly string[]): Promise<string[]> {
  await client.query(migrationTableSql)
  const { rows } = await client.query<{ name: string }>(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  )
  const applied = new Set(rows.map(({ name }) => name))
  const pending = names.filter((name) => !applied.has(name))
  for (const name of pending) await applyMigration(client, name)
  return pending
}

// Statements of running processes wait behind a script that waits for a table, so it waits briefly and tries again.
const lockTimeoutMs = 2_000
const lockRetryMs = 3_000
const maxLockMs = 15 * 60_000
const lockTimedOut = "55P03"

/** PostgreSQL runs the statements of one query in one transaction: the script and its record, all or nothing. */
async function applyMigration(client: Client, name: string): Promise<void> {
  const script = await readMigration(name)
  const record = [randomUUID(), checksumOf(script), name].map(escapeLiteral)
  const statements = `SET LOCAL lock_timeout = ${lockTimeoutMs};
${script}
;INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
VALUES (${record.join()}, now(), 1)`
  const deadline = Date.now() + maxLockMs
  for (;;) {
    try {
      await client.query(statements)
      return
    } catch (error) {
      if (Object(error).code !== lockTimedOut || Date.now() > deadline) throw error
      await sleep(lockRetryMs)
    }
  }
}

const checksumOf = (script: string) => createHash("sha256").update(script).digest("hex")

const folder = () => distPath("prisma/sql")

type Script = { name: string; text: string; checksum: string }

/**
 * Applies the files of prisma/sql that changed, in one transaction, and returns their names. Call it after the
 * migrations and under their lock. A database with migrations that this build does not know keeps the functions of the
 * newer version.
 */
async function applyRepeatableSql(client: Client, knownMigrations: readonly string[]): Promise<string[]> {
  if (await isNewer(client, knownMigrations)) return []
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "SELECT name, checksum FROM repeatable_sql",
  )
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]))
  const changed = (await readScripts()).filter(({ name, checksum }) => applied.get(name) !== checksum)
  if (changed.length === 0) return []
  await client.query("BEGIN")
  try {
    for (const script of changed) await apply(client, script)
    await client.query("COMMIT")
  } catch (error) {
    await client.query("ROLLBACK")
    throw error
  }
  return changed.map(({ name }) => name)
}

async function apply(client: Client, { name, text, checksum }: Script): Promise<void> {
  await client.query(text)
  await client.query(
    `INSERT INTO repeatable_sql (name, checksum) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, applied_at = now()`,
    [name, checksum],
  )
}

async function isNewer(client: Client, names: readonly string[]): Promise<boolean> {
  const { rowCount } = await client.query(
    "SELECT 1 FROM _prisma_migrations WHERE migration_name <> ALL($1::text[]) LIMIT 1",
    [names],
  )
  return rowCount !== 0
}

async function readScripts(): Promise<Script[]> {
  const names = (await readdir(folder())).filter((name) => name.endsWith(".sql")).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder(), name), "utf8")
      return { name, text, checksum: checksumOf(text) }
    }),
  )
}
