import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { distPath } from "@/lib/platform/dist-path"

const folder = () => distPath("prisma/migrations")

/** The migrations of this build, in the order of application. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(folder(), { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

export const readMigration = (name: string) => readFile(join(folder(), name, "migration.sql"), "utf8")
