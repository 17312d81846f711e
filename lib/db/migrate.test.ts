import { createHash } from "node:crypto"
import type { MigrationFile } from "@prisma/schema-engine-wasm/schema_engine_bg"
import { Client } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { applyMigrations } from "@/lib/db/migrate"
import { readMigrations } from "@/lib/db/migrate-files"

const url = process.env.DATABASE_URL ?? ""
const client = new Client({ connectionString: url })

beforeAll(() => client.connect())
afterAll(() => client.end())

describe("migrations", () => {
  it("are written down as `prisma migrate deploy` expects them", async () => {
    const { rows } = await client.query(
      "SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at FROM _prisma_migrations ORDER BY 1",
    )
    const { migrationDirectories } = await readMigrations()
    expect(rows).toEqual(
      migrationDirectories.map(({ path, migrationFile }) => ({
        migration_name: path,
        checksum: createHash("sha256").update(contentOf(migrationFile)).digest("hex"),
        finished: true,
        rolled_back_at: null,
      })),
    )
  })

  it("are applied once, however often Slipway starts", async () => {
    expect(await applyMigrations(url)).toEqual([])
  })
})

function contentOf({ content }: MigrationFile): string {
  if (content.tag === "error") throw new Error(content.value)
  return content.value
}
