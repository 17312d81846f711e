import { prismaClient } from "./client"
import { isDatabaseUnavailable } from "./database-errors"
import { migrationNames } from "./migrate-files"

type MigrationState = {
  applied: number
  /** The last one by name; names start with a timestamp. */
  newest: string | null
  /** Part of this version, but not applied. */
  missing: string[]
  /** Applied, but not part of this version: a newer version has migrated the database. */
  newer: string[]
}

/** Compares the migrations of the database with those of this version. */
export async function compareMigrations(): Promise<MigrationState> {
  const [applied, shipped] = await Promise.all([appliedMigrations(), migrationNames()])
  return {
    applied: applied.size,
    newest: [...applied].sort().at(-1) ?? null,
    missing: shipped.filter((name) => !applied.has(name)),
    newer: [...applied].filter((name) => !shipped.includes(name)),
  }
}

async function appliedMigrations(): Promise<Set<string>> {
  try {
    const rows = await prismaClient().$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`
    return new Set(rows.map((row) => row.name))
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error
    return new Set()
  }
}
