import { createHash } from "node:crypto"
import { Client } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { applyMigrations } from "@/lib/platform/db/migrate"
import { differenceToSchema } from "@/lib/platform/db/migrate-difference"
import { migrationNames, readMigration } from "@/lib/platform/db/migrate-files"
import { databaseUrl, execute } from "@/tools/testing/test-database-server"

const url = process.env.DATABASE_URL ?? ""
const client = new Client({ connectionString: url })

beforeAll(() => client.connect())
afterAll(() => client.end())

describe("migrations", () => {
  it("are recorded as `prisma migrate deploy` expects them", async () => {
    const { rows } = await client.query(
      "SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at FROM _prisma_migrations ORDER BY 1",
    )
    const expected = (await migrationNames()).map(async (name) => ({
      migration_name: name,
      checksum: createHash("sha256")
        .update(await readMigration(name))
        .digest("hex"),
      finished: true,
      rolled_back_at: null,
    }))
    expect(rows).toEqual(await Promise.all(expected))
  })

  it("create exactly the schema of prisma/schema", async () => {
    expect(await differenceToSchema(url)).toBeNull()
  })

  it("are not applied to a database that contains tables of another application", async () => {
    const name = `${new URL(url).pathname.slice(1)}_foreign`
    const server = databaseUrl(url, "postgres")
    await execute(server, `CREATE DATABASE "${name}"`)
    const foreign = databaseUrl(url, name)
    await execute(foreign, "CREATE TABLE invoice (id INT)")
    await expect(applyMigrations(foreign)).rejects.toThrow("tables that Slipway did not create")
    await execute(server, `DROP DATABASE "${name}" WITH (FORCE)`)
  })

  it("are applied only once, however often Slipway starts", async () => {
    expect(await applyMigrations(url)).toEqual([])
  })
})

describe("the audit log", () => {
  const append = (body: string, by = client) =>
    by.query("SELECT audit_append(gen_random_uuid(), now(), 'system', 's', 's', 'a', 't', 'i', $1)", [body])

  it("accepts entries, each hashed with the previous entry of its chain", async () => {
    await client.query("BEGIN")
    await append("first")
    await append("second, œ")
    await client.query("COMMIT")
    const { rows } = await client.query(
      "SELECT chain, position::int, body, hash FROM audit_entry ORDER BY position",
    )
    const hash = (before: Buffer, body: string) => createHash("sha256").update(before).update(body).digest()
    const first = hash(Buffer.alloc(32), "first")
    expect(rows).toEqual([
      { chain: rows[0].chain, position: 1, body: "first", hash: first },
      { chain: rows[0].chain, position: 2, body: "second, œ", hash: hash(first, "second, œ") },
    ])
  })

  it("accepts more concurrent writers than it has chains, without a gap or a fork", async () => {
    const write = async () => {
      const writer = new Client({ connectionString: url })
      await writer.connect()
      for (let entry = 0; entry < 20; entry++) await append(`entry ${entry}`, writer)
      await writer.end()
    }
    await Promise.all(Array.from({ length: 20 }, write))
    const { rows } = await client.query(
      `SELECT c.chain FROM audit_chain c LEFT JOIN audit_entry e USING (chain) GROUP BY c.chain, c.position, c.hash
       HAVING count(e.id) <> c.position OR max(e.position) <> c.position
          OR bool_and(e.hash <> c.hash) FILTER (WHERE e.position = c.position)`,
    )
    expect(rows).toEqual([])
  })

  it.each(["UPDATE audit_entry SET body = ''", "DELETE FROM audit_entry", "TRUNCATE audit_entry"])(
    "refuses %s",
    async (statement) => {
      await expect(client.query(statement)).rejects.toThrow("The audit log is append-only.")
    },
  )
})
