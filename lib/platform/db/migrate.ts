import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { Logger, runMigrations } from "graphile-worker"
import { Client } from "pg"
import { scriptLock, withSchemaEngine } from "@/lib/platform/db/migrate-engine"
import { readMigrations } from "@/lib/platform/db/migrate-files"
import { isPooled } from "@/lib/platform/db/watched-client"
import { distPath } from "@/lib/platform/dist-path"

// Session locks would stay behind in the pooler's connections.
const pooledMessage =
  "DATABASE_URL leads to a connection pooler, and migrations need PostgreSQL itself. Set DATABASE_DIRECT_URL to it"

// Arbitrary but fixed, and different from 72707369, which Prisma's own `migrate deploy` locks.
const migrationLock = 5_117_001

/**
 * Applies the pending migrations and the functions of prisma/sql, and returns the names of the migrations and scripts
 * it applied. The queue's tables are in a separate schema that its library maintains. Processes that start concurrently
 * wait for each other. Uses the standard `_prisma_migrations` table, so that `prisma migrate deploy` sees the same
 * state. Throws PostgreSQL's error when a migration fails; it has then changed nothing, and is applied again next time.
 */
export async function applyMigrations(connectionString: string): Promise<string[]> {
  return whileLocked(connectionString, async (client) => {
    await runMigrations({ connectionString, logger: quietLogger })
    await forgetFailed(client)
    const migrationsList = await readMigrations()
    const migrations = await withSchemaEngine(connectionString, async (engine) => {
      const filters = { externalTables: [], externalEnums: [] }
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters })
      return appliedMigrationNames
    })
    const names = migrationsList.migrationDirectories.map(({ path }) => path)
    return [...migrations, ...(await applyRepeatableSql(client, names))]
  })
}

// The launcher reports the result itself.
const quietLogger = new Logger(() => () => undefined)

async function whileLocked<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    if (await isPooled(client)) throw new Error(pooledMessage)
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock])
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Otherwise the engine would refuse to migrate a database in which a migration once failed or was interrupted. */
async function forgetFailed(client: Client): Promise<void> {
  const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') AS name")
  if (rows[0]?.name === null) return
  // A script of a process that was killed may still run.
  await client.query(`SELECT pg_advisory_lock(${scriptLock}), pg_advisory_unlock(${scriptLock})`)
  await client.query(
    "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL",
  )
}

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
      return { name, text, checksum: createHash("sha256").update(text).digest("hex") }
    }),
  )
}
