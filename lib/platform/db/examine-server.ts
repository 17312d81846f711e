import { Client } from "pg"
import { databaseUrl, directDatabaseUrl } from "@/lib/platform/env"
import { isPooled, whileConnected } from "./watched-client"

const responseTimeoutMs = 5_000

export type ServerReport = {
  /** Such as 18. */
  majorVersion: number
  /** The URL leads to a pooler, and no other URL leads to PostgreSQL itself. */
  needsDirectUrl: boolean
  /** How far its clock is ahead of this machine's. */
  clockMs: number
  canMigrate: boolean
  canCreateTemporaryTables: boolean
}

/** What Slipway requires of the server of DATABASE_URL. Throws if it does not respond. */
export function examineServer(): Promise<ServerReport> {
  const config = { connectionString: databaseUrl(), connectionTimeoutMillis: responseTimeoutMs }
  return whileConnected(new Client(config), async (client) => {
    type Row = Omit<ServerReport, "needsDirectUrl" | "clockMs"> & { now: Date }
    const [row] = (await client.query<Row>(factsSql)).rows
    if (row === undefined) throw new Error("The server returned no row")
    const { now, ...facts } = row
    const needsDirectUrl = directDatabaseUrl() === databaseUrl() && (await isPooled(client))
    return { ...facts, clockMs: now.getTime() - Date.now(), needsDirectUrl }
  })
}

const factsSql = `
  SELECT current_setting('server_version_num')::int / 10000 AS "majorVersion", clock_timestamp() AS now,
    has_schema_privilege(current_schema(), 'CREATE') AS "canMigrate",
    has_database_privilege(current_database(), 'TEMPORARY') AS "canCreateTemporaryTables"`
