import { Logger, runMigrations } from "graphile-worker"
import { Client } from "pg"
import { withSchemaEngine } from "@/lib/db/migrate-engine"
import { readMigrations } from "@/lib/db/migrate-files"

// Any fixed number will do; not 72707369, which Prisma's own `migrate deploy` holds while it works.
const migrationLock = 5_117_001

/**
 * Brings the database to the newest migration and answers the names of those it applied. The queue's own tables are in a
 * schema beside and kept by its library.
 * Several starters on one database wait for each other. The standard `_prisma_migrations` table is kept,
 * so `prisma migrate deploy` agrees. Throws what the engine says when a migration fails.
 */
export async function applyMigrations(connectionString: string): Promise<string[]> {
  return whileLocked(connectionString, async () => {
    await runMigrations({ connectionString, logger: quietLogger })
    return withSchemaEngine(connectionString, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: await readMigrations(),
        filters: { externalTables: [], externalEnums: [] },
      })
      return appliedMigrationNames
    })
  })
}

// The launcher says itself what it did.
const quietLogger = new Logger(() => () => undefined)

async function whileLocked<T>(connectionString: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock])
    return await work()
  } finally {
    await client.end()
  }
}
