import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import type { MigrationList, SchemasContainer } from "@prisma/schema-engine-wasm/schema_engine_bg"
import { distPath } from "@/lib/platform/dist-path"

const migrationsFolder = () => distPath("prisma/migrations")
const schemaFolder = join(process.cwd(), "prisma", "schema")

/** prisma/migrations in the order of application, in the format of the schema engine. */
export async function readMigrations(): Promise<MigrationList> {
  const names = await migrationNames()
  return {
    baseDir: migrationsFolder(),
    lockfile: { path: "migration_lock.toml", content: await readMigrationFile("migration_lock.toml") },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: { tag: "ok" as const, value: await readMigrationFile(join(name, "migration.sql")) },
        },
      })),
    ),
  }
}

/** The migrations of this build, in the order of application. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(migrationsFolder(), { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** All files of prisma/schema. */
export async function readSchema(): Promise<SchemasContainer> {
  const names = (await readdir(schemaFolder)).filter((name) => name.endsWith(".prisma")).sort()
  return {
    files: await Promise.all(
      names.map(async (path) => ({ path, content: await readFile(join(schemaFolder, path), "utf8") })),
    ),
  }
}

function readMigrationFile(path: string): Promise<string> {
  return readFile(join(migrationsFolder(), path), "utf8")
}
