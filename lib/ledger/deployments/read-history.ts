import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { HistoryScope } from "./history-scope"
import { environmentsSql, filtersSql, newestFirst, newestSql } from "./history-sql"
import { type LanePosition, placesSql } from "./lane"
import { beginsWithAnywhereSql, searchHistory } from "./search-history"
import { selectAnnulledSql, selectDeploymentsSql } from "./select-deployments"
import type { Annulment, DeploymentWithEnvironment } from "./to-deployment"

export type HistoryRow = DeploymentWithEnvironment & Partial<Annulment>

/**
 * At most `limit` deployments after the position `after`, newest first; annulled ones only if the scope includes them.
 */
export async function readHistory(
  scope: HistoryScope,
  after: LanePosition | null,
  limit: number,
): Promise<HistoryRow[]> {
  const live = await readLive(scope, after, limit)
  if (scope.includeAnnulled !== true) return live
  const annulled = await db().$queryRaw<HistoryRow[]>`
    ${selectAnnulledSql} WHERE ${wholeScopeSql(scope, after)} ${newestFirst} LIMIT ${limit}`
  return [...live, ...annulled].sort(compareNewestFirst).slice(0, limit)
}

async function readLive(scope: HistoryScope, after: LanePosition | null, limit: number) {
  const { q, ...filters } = scope
  const page =
    q === undefined
      ? newestSql(filters, after, limit)
      : placesSql(await searchHistory(filters, q, after, limit))
  return db().$queryRaw<HistoryRow[]>`
    ${selectDeploymentsSql}
    JOIN (${page}) page ON page.deployed_at = d.deployed_at AND page.seq = d.seq
    ORDER BY d.deployed_at DESC, d.seq DESC`
}

/** The whole scope as a condition on `d`, for queries that need no better plan. */
export function wholeScopeSql(scope: HistoryScope, after: LanePosition | null): Prisma.Sql {
  const search = scope.q === undefined ? Prisma.sql`true` : beginsWithAnywhereSql(scope.q)
  return Prisma.sql`${filtersSql(scope, after)} AND ${environmentsSql(scope)} AND ${search}`
}

export function compareNewestFirst(a: LanePosition, b: LanePosition): number {
  return b.deployedAt.getTime() - a.deployedAt.getTime() || (a.seq < b.seq ? 1 : -1)
}
