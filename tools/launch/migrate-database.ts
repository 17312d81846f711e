import { applyMigrations } from "@/lib/platform/db/migrate"
import { LaunchProblem, print } from "./print"

/** As many are named. */
const fewMigrations = 5

/** Migrates a database to the newest migration; returns whether there was anything to do. */
export async function migrateDatabase(url: string): Promise<boolean> {
  const applied = await applyMigrations(url).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new LaunchProblem(`The database could not be migrated: ${reason}`)
  })
  if (applied.length > fewMigrations) print(`Applied ${applied.length} database migrations and SQL scripts.`)
  else if (applied.length > 0) print(`Applied the database migrations ${applied.join(", ")}.`)
  return applied.length > 0
}
