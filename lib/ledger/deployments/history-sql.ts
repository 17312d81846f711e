import type { Actor } from "@/lib/identity/auth/actor"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { check, collectFaults } from "@/lib/platform/collect-faults"
import { beginsWith, isAmong } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { requireOrderedWindow } from "@/lib/platform/page"
import type { DeploymentFilters, HistoryOrder } from "./filters"
import type { LanePosition } from "./lane-sql"
import type { DeploymentStatus } from "./statuses"

/** Every index of the ledger supports both. */
const directions: Record<HistoryOrder, { direction: Prisma.Sql; after: Prisma.Sql }> = {
  newest: { direction: Prisma.sql`DESC`, after: Prisma.sql`<` },
  oldest: { direction: Prisma.sql`ASC`, after: Prisma.sql`>` },
}

/** The order of the scope; `of`: the table of the columns, if there are several. */
export function orderSql(
  { order = "newest" }: Pick<HistoryScope, "order">,
  table: "" | "d." = "",
): Prisma.Sql {
  const { direction } = directions[order]
  return Prisma.sql`ORDER BY ${Prisma.raw(table)}deployed_at ${direction}, ${Prisma.raw(table)}seq ${direction}`
}

/** All filters except the environment and `q`, on `deployment d`; `after`: the last row of the previous page. */
export function filtersSql(scope: HistoryScope, after: LanePosition | null): Prisma.Sql {
  const { application, status, imageTag, branch, commit, initiatedBy, from, to, order = "newest" } = scope
  const conditions: (Prisma.Sql | false)[] = [
    application !== undefined && Prisma.sql`d.application = ${application}`,
    status !== undefined && statusSql[status],
    imageTag !== undefined && Prisma.sql`d.image_tag = ${imageTag}`,
    branch !== undefined && Prisma.sql`d.git_branch = ${branch}`,
    commit !== undefined && beginsWith(Prisma.sql`d.git_commit`, commit),
    initiatedBy !== undefined && Prisma.sql`d.initiated_by = ${initiatedBy}`,
    from !== undefined && Prisma.sql`d.deployed_at >= ${from}::timestamptz`,
    to !== undefined && Prisma.sql`d.deployed_at < ${to}::timestamptz`,
    after !== null &&
      Prisma.sql`(d.deployed_at, d.seq) ${directions[order].after} (${after.deployedAt}::timestamptz, ${after.seq}::bigint)`,
  ]
  return Prisma.join([Prisma.sql`true`, ...conditions.filter((condition) => condition !== false)], " AND ")
}

/** Constants rather than parameters, because the index of all but DEPLOYED records is only used if the status is known. */
const statusSql: Record<DeploymentStatus, Prisma.Sql> = {
  PENDING: Prisma.sql`d.status = 'PENDING'`,
  DEPLOYED: Prisma.sql`d.status = 'DEPLOYED'`,
  FAILED: Prisma.sql`d.status = 'FAILED'`,
  ROLLED_BACK: Prisma.sql`d.status = 'ROLLED_BACK'`,
}

const positionColumns = Prisma.sql`d.deployed_at, d.seq`

/** The environment filter as a condition on `deployment d`. */
export function environmentsSql({ environmentIds }: HistoryScope): Prisma.Sql {
  return isAmong(Prisma.sql`d.environment_id`, environmentIds)
}

/**
 * The positions (or these columns) of the first `limit` rows that match the filters, by default the newest. No index
 * yields these across several environments or for an application alone, so each environment contributes its own.
 */
export function firstSql(
  scope: HistoryScope,
  after: LanePosition | null,
  limit: number,
  columns: Prisma.Sql = positionColumns,
): Prisma.Sql {
  const filters = filtersSql(scope, after)
  const order = orderSql(scope)
  const [firstId, ...otherIds] = scope.environmentIds ?? []
  if (scope.environmentIds === null && scope.application === undefined) {
    return Prisma.sql`SELECT ${columns} FROM deployment d WHERE ${filters} ${order} LIMIT ${limit}`
  }
  if (firstId !== undefined && otherIds.length === 0) {
    return Prisma.sql`
      SELECT ${columns} FROM deployment d WHERE d.environment_id = ${firstId}::uuid AND ${filters} ${order} LIMIT ${limit}`
  }
  return Prisma.sql`
    SELECT newest.* FROM environment place
    CROSS JOIN LATERAL (
      SELECT ${columns} FROM deployment d WHERE d.environment_id = place.id AND ${filters} ${order} LIMIT ${limit}) newest
    WHERE ${isAmong(Prisma.sql`place.id`, scope.environmentIds)} ${order} LIMIT ${limit}`
}

/** Filters with the environment resolved and the caller's access restrictions applied. */
export type HistoryScope = Omit<DeploymentFilters, "environment"> & {
  /** null: no restriction. */
  environmentIds: readonly string[] | null
  order?: HistoryOrder
}

/** Throws a 422 for an unknown environment and a 403 for one the caller cannot access. */
export async function scopeHistory(
  actor: Actor,
  { environment, ...filters }: DeploymentFilters,
): Promise<HistoryScope> {
  const [requested] = await collectFaults([
    resolveOptionalEnvironment(actor, environment),
    check(() => requireOrderedWindow(filters)),
  ])
  return { ...filters, environmentIds: requested === null ? actor.environmentIds : requested.ids }
}
