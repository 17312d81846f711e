import { currentOfLaneSql } from "@/lib/ledger/deployments/current-sql"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { NewestDeployment, RunningEnvironment } from "./schema"

export type LedgerColumn =
  | "image_tag"
  | "git_commit"
  | "git_branch"
  | "application"
  | "initiated_by"
  | "helm_chart_version"

/** A value with its newest record, and the tags and charts that its last records shipped. */
export type LedgerValue = {
  value: string
  newest: NewestDeployment
  shipped: readonly { application: string; imageTag: string; helmChartVersion: string | null }[]
}

/** A record of the ledger with the columns of `recordColumns`. */
export type LedgerRecord = {
  id: string
  application: string
  environmentId: string
  imageTag: string
  helmChartVersion: string | null
  status: DeploymentStatus
  deployedAt: Date
  initiatedBy: string
}
type Row = LedgerRecord & { value: string }

const maxRecords = 20
export const recordColumns = Prisma.sql`d.id, d.application, d.environment_id AS "environmentId", d.image_tag AS "imageTag",
  d.helm_chart_version AS "helmChartVersion", d.status, d.deployed_at AS "deployedAt", d.initiated_by AS "initiatedBy"`

/** The last records of these values, the most recently used value first. */
export async function readLedgerValues(
  environments: readonly EnvironmentRef[],
  column: LedgerColumn,
  values: readonly string[],
): Promise<LedgerValue[]> {
  if (values.length === 0) return []
  const names = new Map(environments.map(({ id, name }) => [id, name]))
  const rows = await query<Row>(Prisma.sql`
    SELECT given.value, d.* FROM unnest(${[...values]}::text[]) AS given(value)
    CROSS JOIN LATERAL (${newestSql(column, [...names.keys()])}) d`)
  return [...Map.groupBy(rows, ({ value }) => value)]
    .flatMap(([value, shipped]) => {
      const [newest] = shipped
      return newest === undefined ? [] : [{ value, newest: toNewest(newest, names), shipped }]
    })
    .sort((a, b) => Date.parse(b.newest.at) - Date.parse(a.newest.at))
}

/**
 * No index yields the newest records of an application across environments, so each of its environments contributes
 * some.
 */
function newestSql(column: LedgerColumn, environmentIds: string[]): Prisma.Sql {
  const newest = Prisma.sql`ORDER BY d.deployed_at DESC, d.seq DESC LIMIT ${maxRecords}`
  if (column !== "application") {
    return Prisma.sql`
      SELECT ${recordColumns} FROM deployment d
      WHERE d.${Prisma.raw(column)} = given.value AND d.environment_id = ANY(${environmentIds}::uuid[]) ${newest}`
  }
  return Prisma.sql`
    SELECT ${recordColumns} FROM unnest(${environmentIds}::uuid[]) AS place(id) CROSS JOIN LATERAL (
      SELECT * FROM deployment d WHERE d.application = given.value AND d.environment_id = place.id ${newest}) d ${newest}`
}

const laneOf = (
  { id, application, environmentId, imageTag }: LedgerRecord,
  names: ReadonlyMap<string, string>,
) => ({ deploymentId: id, application, environment: names.get(environmentId) ?? environmentId, imageTag })

export function toNewest(row: LedgerRecord, names: ReadonlyMap<string, string>): NewestDeployment {
  return { ...laneOf(row, names), status: row.status, at: toInstant(row.deployedAt), by: row.initiatedBy }
}

/** The values of each column for the current deployments. */
export type CurrentValues = Record<LedgerColumn, string | null>

/** The column values of the current deployment of every lane of these environments. One index lookup per lane. */
export function readCurrentValues(environments: readonly EnvironmentRef[]): Promise<CurrentValues[]> {
  const columns = Prisma.sql`d.image_tag, d.git_commit, d.git_branch, d.application, d.initiated_by, d.helm_chart_version`
  return query<CurrentValues>(Prisma.sql`
    SELECT DISTINCT current.* FROM lane l CROSS JOIN LATERAL (${currentOfLaneSql(columns)}) current
    WHERE l.environment_id = ANY(${environments.map(({ id }) => id)}::uuid[])`)
}

const recentRecords = 200

/**
 * Where each value is running now, in rank order and then by application: among the lanes that its last two hundred
 * successful records reached, those whose current record has it.
 */
export async function readWhereItRuns(
  environments: readonly EnvironmentRef[],
  column: LedgerColumn,
  values: readonly string[],
): Promise<Map<string, RunningEnvironment[]>> {
  if (values.length === 0) return new Map()
  const names = new Map(environments.map(({ id, name }) => [id, name]))
  const rank = new Map(environments.map(({ id }, index) => [id, index]))
  const columnSql = Prisma.raw(`d.${column}`)
  const rows = await query<Row>(Prisma.sql`
    SELECT current.* FROM (
      SELECT DISTINCT recent.application, recent.environment_id FROM unnest(${[...values]}::text[]) AS given(value)
      CROSS JOIN LATERAL (${lanesOf(column, columnSql)}) recent
      WHERE recent.environment_id = ANY(${[...names.keys()]}::uuid[])) l
    CROSS JOIN LATERAL (${currentOfLaneSql(Prisma.sql`${columnSql} AS value, ${recordColumns}`)}) current
    WHERE current.value = ANY(${[...values]}::text[])`)
  const rankOf = ({ environmentId }: Row) => rank.get(environmentId) ?? 0
  rows.sort((a, b) => rankOf(b) - rankOf(a) || (a.application < b.application ? -1 : 1))
  const toRunning = (row: Row): RunningEnvironment => ({
    ...laneOf(row, names),
    since: toInstant(row.deployedAt),
    by: row.initiatedBy,
  })
  return new Map(
    [...Map.groupBy(rows, ({ value }) => value)].map(([value, rowsOfValue]) => [
      value,
      rowsOfValue.map(toRunning),
    ]),
  )
}

function lanesOf(column: LedgerColumn, condition: Prisma.Sql): Prisma.Sql {
  return column === "application"
    ? Prisma.sql`SELECT application, environment_id FROM lane d WHERE ${condition} = given.value`
    : Prisma.sql`
        SELECT d.application, d.environment_id FROM deployment d WHERE ${condition} = given.value AND d.status = 'DEPLOYED'
        ORDER BY d.deployed_at DESC, d.seq DESC LIMIT ${recentRecords}`
}
