import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Client } from "pg"
import { builtPath } from "@/lib/platform/built-path"

const folder = () => builtPath("prisma/sql")

type Script = { name: string; text: string; checksum: string }

/**
 * Applies the files of prisma/sql that changed, in one transaction, and answers their names. Call it after the migrations
 * and under their lock. A database with migrations that this build does not know keeps the functions of the newer version.
 */
export async function applyRepeatableSql(
  client: Client,
  knownMigrations: readonly string[],
): Promise<string[]> {
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

async function isNewer(client: Client, known: readonly string[]): Promise<boolean> {
  const { rowCount } = await client.query(
    "SELECT 1 FROM _prisma_migrations WHERE migration_name <> ALL($1::text[]) LIMIT 1",
    [known],
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
