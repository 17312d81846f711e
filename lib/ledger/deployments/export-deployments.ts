import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { csvLine } from "@/lib/platform/csv"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { type DeploymentFilters, deploymentFilters, includeAnnulled } from "./filters"
import { type HistoryScope, scopeHistory } from "./history-sql"
import type { LanePosition } from "./lane-sql"
import { comparePositions, type HistoryRow, wholeScopeSql } from "./read-history"
import { type Deployment, deploymentSchema } from "./schema"
import { selectAnnulledSql, selectDeploymentsSql, toDeployment } from "./to-deployment"

export const exportFormats = ["csv", "ndjson"] as const
export type ExportFormat = (typeof exportFormats)[number]

export const exportQuerySchema = z.strictObject({
  format: z.enum(exportFormats).default("ndjson"),
  ...deploymentFilters,
  includeAnnulled,
})

const rowsAtATime = 1_000
const columns = Object.keys(deploymentSchema.shape)

type Writer = { head: string; row: (deployment: Deployment) => string }

const writers: Record<ExportFormat, Writer> = {
  ndjson: { head: "", row: (deployment) => `${JSON.stringify(deployment)}\n` },
  csv: { head: `${csvLine(columns)}\r\n`, row: (deployment) => `${csvLine(cellsOf(deployment))}\r\n` },
}

function cellsOf(deployment: Deployment) {
  const { serviceVersions, ...plain } = deployment
  const cells = {
    ...plain,
    serviceVersions: serviceVersions === null ? null : JSON.stringify(serviceVersions),
  }
  return columns.map((column): string | number | boolean | null => Reflect.get(cells, column))
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
  return linesOf(scope, writers[format], await readOldest(scope, null))
}

async function* linesOf(
  scope: HistoryScope,
  { head, row }: Writer,
  first: HistoryRow[],
): AsyncGenerator<string> {
  yield head
  let rows = first
  for (;;) {
    yield rows.map((one) => row(toDeployment(one))).join("")
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsAtATime) return
    rows = await readOldest(scope, last)
  }
}

async function readOldest(scope: HistoryScope, after: LanePosition | null): Promise<HistoryRow[]> {
  const next =
    after === null
      ? Prisma.sql`true`
      : Prisma.sql`(d.deployed_at, d.seq) > (${after.deployedAt}::timestamptz, ${after.seq}::bigint)`
  const page = Prisma.sql`
    WHERE ${wholeScopeSql(scope, null)} AND ${next} ORDER BY d.deployed_at, d.seq LIMIT ${rowsAtATime}`
  const live = await db().$queryRaw<HistoryRow[]>`${selectDeploymentsSql} ${page}`
  if (scope.includeAnnulled !== true) return live
  const annulled = await db().$queryRaw<HistoryRow[]>`${selectAnnulledSql} ${page}`
  return [...live, ...annulled].sort(comparePositions({ order: "oldest" })).slice(0, rowsAtATime)
}
