import { Client } from "pg"

/** Runs `work` with a new connection, which is closed afterwards. */
export async function withSql<T>(url: string, work: (sql: Client) => Promise<T>): Promise<T> {
  const sql = new Client({ connectionString: url })
  sql.on("error", () => undefined)
  await sql.connect()
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}
