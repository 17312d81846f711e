import { db } from "@/lib/db/transaction"
import type { HistoryScope } from "./history-scope"
import { newestSql } from "./history-sql"
import { type LanePosition, placesSql } from "./lane"
import { searchHistory } from "./search-history"
import { selectDeploymentsSql } from "./select-deployments"
import type { DeploymentWithEnvironment } from "./to-deployment"

/** At most `limit` deployments, newest first, from after `after` on. */
export async function readHistory(
  scope: HistoryScope,
  after: LanePosition | null,
  limit: number,
): Promise<DeploymentWithEnvironment[]> {
  const { q, ...filters } = scope
  const page =
    q === undefined
      ? newestSql(filters, after, limit)
      : placesSql(await searchHistory(filters, q, after, limit))
  return db().$queryRaw<DeploymentWithEnvironment[]>`
    ${selectDeploymentsSql}
    JOIN (${page}) page ON page.deployed_at = d.deployed_at AND page.seq = d.seq
    ORDER BY d.deployed_at DESC, d.seq DESC`
}
