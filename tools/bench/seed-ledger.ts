import { createWriteStream } from "node:fs"
import { chmod, rm } from "node:fs/promises"
import { finished } from "node:stream/promises"
import type { Client } from "pg"
import { madeUpRows, type Row } from "./made-up-ledger"
import { withSql } from "./with-sql"

const partRows = 500_000
const columns = [
  "id",
  "application",
  "environment_id",
  "image_tag",
  "status",
  "deployed_at",
  "completed_at",
  "committed_at",
  "git_commit",
  "git_branch",
  "initiated_by",
  "source",
  "external_id",
  "rolled_back_at",
  "recorded_at",
  "recorded_by",
  "updated_at",
  "previous_image_tag",
  "is_first_arrival",
]

/**
 * Writes this many generated records with their facts directly to the tables of an empty database of a local PostgreSQL.
 * Every tag reaches an environment once, so that the facts are simple.
 */
export async function seedLedger(databaseUrl: string, count: number): Promise<void> {
  await withSql(databaseUrl, async (sql) => {
    await sql.query(
      "SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off",
    )
    const indexes = await sql.query<{ name: string; definition: string }>(
      `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
       WHERE schemaname = 'public' AND tablename = 'deployment' AND indexname <> 'deployment_pkey'`,
    )
    await sql.query("ALTER TABLE deployment DISABLE TRIGGER USER")
    for (const { name } of indexes.rows) await sql.query(`DROP INDEX ${name}`)
    await copyRecords(sql, count)
    for (const { definition } of indexes.rows) await sql.query(definition)
    await sql.query("ALTER TABLE deployment ENABLE TRIGGER USER")
    await sql.query("INSERT INTO lane SELECT DISTINCT application, environment_id FROM deployment")
    await sql.query(
      `INSERT INTO image_version SELECT application, image_tag, min(deployed_at) FROM deployment
       WHERE has_reached(status, status_before_rollback) GROUP BY 1, 2`,
    )
    await sql.query("VACUUM (ANALYZE, FREEZE) deployment, image_version, lane")
  })
}

/** In parts, each through a file that the server reads. */
async function copyRecords(sql: Client, count: number): Promise<void> {
  const { rows } = await sql.query<{ folder: string; environments: Record<string, string> }>(
    `SELECT current_setting('data_directory') AS folder, json_object_agg(name, id) AS environments FROM environment`,
  )
  const { folder = "", environments = {} } = rows[0] ?? {}
  const path = `${folder}/bench-records`
  const environmentIds = new Map<string, string>()
  let number = 0
  let lines = [] as string[]
  let file = createWriteStream(path)
  const copy = async () => {
    file.end(lines.join(""))
    lines = []
    await finished(file)
    await chmod(path, 0o644)
    await sql.query(`COPY deployment (${columns.join(", ")}) FROM '${path}'`)
  }
  for (const row of madeUpRows(count)) {
    lines.push(lineOf(row, ++number, environments[row.environment] ?? "", environmentIds))
    if (number % partRows === 0) {
      await copy()
      file = createWriteStream(path)
    } else if (lines.length === 10_000) {
      file.write(lines.join(""))
      lines = []
    }
  }
  await copy()
  await rm(path)
}

function lineOf(
  row: Row,
  number: number,
  environmentId: string,
  environmentIds: Map<string, string>,
): string {
  const lane = `${row.application} ${row.environment}`
  const before = environmentIds.get(lane)
  const reached = row.status !== "FAILED"
  if (reached) environmentIds.set(lane, row.imageTag)
  const id = `01930000-0000-7000-8000-${number.toString(16).padStart(12, "0")}`
  return `${[
    id,
    row.application,
    environmentId,
    row.imageTag,
    row.status,
    row.deployedAt,
    row.completedAt,
    row.committedAt,
    row.gitCommit,
    row.gitBranch,
    row.initiatedBy,
    "bench",
    row.externalId,
    row.status === "ROLLED_BACK" ? row.completedAt : "\\N",
    row.completedAt,
    "bench",
    row.completedAt,
    before ?? "\\N",
    reached,
  ].join("\t")}\n`
}
