import { Logger, runMigrations } from "graphile-worker"
import { Client } from "pg"
import { withSchemaEngine } from "@/lib/platform/db/migrate-engine"
import { readMigrations } from "@/lib/platform/db/migrate-files"
import { applyRepeatableSql } from "@/lib/platform/db/repeatable-sql"
import { isPooled } from "@/lib/platform/db/watched-client"

// Locks of a session would stay behind in the pooler's own connections.
const pooledMessage =
  "DATABASE_URL leads to a connection pooler, and migrations need PostgreSQL itself. Set DATABASE_DIRECT_URL to it"

// An arbitrary fixed number, other than 72707369, which Prisma's own `migrate deploy` locks.
const migrationLock = 5_117_001

/**
 * Brings the database to the newest migration and the functions of prisma/sql; answers the names of the migrations and
 * scripts it applied. The queue's own tables are in a schema of their own, which its library maintains.
 * Several starters on one database wait for each other. The standard `_prisma_migrations` table is kept,
 * so `prisma migrate deploy` agrees. Throws what the engine says when a migration fails.
 */
export async function applyMigrations(connectionString: string): Promise<string[]> {
  return whileLocked(connectionString, async (client) => {
    await runMigrations({ connectionString, logger: quietLogger })
    const migrationsList = await readMigrations()
    const migrations = await withSchemaEngine(connectionString, async (engine) => {
      const filters = { externalTables: [], externalEnums: [] }
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters })
      return appliedMigrationNames
    })
    const known = migrationsList.migrationDirectories.map(({ path }) => path)
    return [...migrations, ...(await applyRepeatableSql(client, known))]
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
