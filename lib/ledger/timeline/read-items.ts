import { reachedSql } from "@/lib/ledger/deployments/neighbour-facts-sql"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import { type DeploymentScope, scopeSql } from "@/lib/ledger/deployments/scope-sql"
import { type EnvironmentRef, namesById } from "@/lib/ledger/environments/environment-ref"
import { db } from "@/lib/platform/db/transaction"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import type { TimelineItem } from "./schema"

type Row = {
  id: string
  application: string
  environmentId: string
  imageTag: string
  status: DeploymentStatus
  deployedAt: Date
  completedAt: Date | null
  isRollback: boolean
  replaces: string | null
  annulled: boolean
}

/** Whether the window has more than `count` deployments. */
export async function hasMoreThan(scope: DeploymentScope, count: number): Promise<boolean> {
  const rows = await db()
    .$queryRaw`SELECT 1 FROM deployment d WHERE ${scopeSql(scope)} OFFSET ${count} LIMIT 1`
  return Array.isArray(rows) && rows.length > 0
}

/** The newest `limit` deployments of the window, newest first. */
export async function readItems(
  scope: DeploymentScope,
  ladder: readonly EnvironmentRef[],
  limit: number,
): Promise<TimelineItem[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT d.id, d.application, d.environment_id AS "environmentId", d.image_tag AS "imageTag", d.status::text AS status,
      d.deployed_at AS "deployedAt", d.completed_at AS "completedAt", d.is_rollback AS "isRollback",
      replaced.id AS replaces, EXISTS (SELECT 1 FROM annulled_deployment a WHERE a.id = d.id) AS annulled
    FROM deployment d
    LEFT JOIN LATERAL (
      SELECT p.id FROM deployment p
      WHERE d.is_rollback AND p.application = d.application AND p.environment_id = d.environment_id
        AND ${reachedSql("p")} AND (p.deployed_at, p.seq) < (d.deployed_at, d.seq)
      ORDER BY p.deployed_at DESC, p.seq DESC LIMIT 1) replaced ON true
    WHERE ${scopeSql(scope)}
    ORDER BY d.deployed_at DESC, d.seq DESC LIMIT ${limit}`
  const nameOf = namesById(ladder)
  return rows.map(({ environmentId, replaces, annulled, ...row }) => ({
    ...row,
    environment: nameOf.get(environmentId) ?? environmentId,
    deployedAt: toInstant(row.deployedAt),
    completedAt: toInstantOrNull(row.completedAt),
    ...(replaces === null ? {} : { replaces }),
    ...(annulled ? { annulled } : {}),
  }))
}
