import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import type { CsvValue } from "@/lib/platform/csv"
import { ifGiven } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query, sqlSnapshot } from "@/lib/platform/db/transaction"
import { csv, exportLines, ndjson, type Writer } from "@/lib/platform/export-lines"
import { type DeploymentFilters, deploymentFilters, includeAnnulled } from "./filters"
import { type HistoryScope, scopeHistory } from "./history-sql"
import type { LanePosition } from "./lane-sql"
import { type HistoryRow, wholeScopeSql } from "./read-history"
import { type Deployment, deploymentSchema } from "./schema"
import { selectAnnulledSql, selectLiveSql, toDeployment } from "./to-deployment"

const exportFormats = ["csv", "ndjson"] as const
type ExportFormat = (typeof exportFormats)[number]

export const exportQuerySchema = z.strictObject({
  format: z.enum(exportFormats).default("ndjson"),
  ...deploymentFilters,
  includeAnnulled,
})

const rowsAtATime = 1_000

const cell =
  (column: string) =>
  (deployment: Deployment): CsvValue => {
    const value: CsvValue | object = Reflect.get(deployment, column)
    return typeof value === "object" && value !== null ? JSON.stringify(value) : value
  }
const writers: Record<ExportFormat, Writer<Deployment>> = {
  ndjson,
  csv: csv(Object.fromEntries(Object.keys(deploymentSchema.shape).map((column) => [column, cell(column)]))),
}

/**
 * The deployments that match the filters and are visible to the caller, as lines of a file. Oldest first, so that
 * importing the file keeps the order of records with the same second. Invalid filters throw before the first line.
 */
export async function exportDeployments(
  actor: Actor,
  { format, ...filters }: DeploymentFilters & { format: ExportFormat },
): Promise<AsyncGenerator<string>> {
  const scope = await scopeHistory(actor, filters)
  const read = async (after?: HistoryRow) => {
    const rows = await readOldest(scope, after ?? null)
    const last = rows.length < rowsAtATime ? undefined : rows.at(-1)
    return { items: rows.map(toDeployment), nextCursor: last ?? null }
  }
  return exportLines(read, writers[format])
}

async function readOldest(scope: HistoryScope, after: LanePosition | null): Promise<HistoryRow[]> {
  const next = ifGiven(
    after,
    ({ deployedAt, seq }) =>
      Prisma.sql`(d.deployed_at, d.seq) > (${deployedAt}::timestamptz, ${seq}::bigint)`,
  )
  const page = Prisma.sql`
    WHERE ${wholeScopeSql(scope, null)} AND ${next} ORDER BY d.deployed_at, d.seq LIMIT ${rowsAtATime}`
  // One statement, because a record moves between the tables.
  const rows =
    scope.includeAnnulled === true
      ? Prisma.sql`
          (${selectLiveSql} ${page}) UNION ALL (${selectAnnulledSql} ${page})
          ORDER BY "deployedAt", seq LIMIT ${rowsAtATime}`
      : Prisma.sql`${selectLiveSql} ${page}`
  return sqlSnapshot(() => query<HistoryRow>(rows))
}
