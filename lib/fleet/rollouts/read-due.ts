import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { Skipped } from "./skipped"

export type DueRelease = { releaseId: string; repository: string }

/** Releases that can be started now, and the number of releases not started yet, including those changed by others. */
export type Due = { releases: DueRelease[]; open: number; slots: number }

/** The next releases of a wave in rollout order, as many as there are free slots. */
export async function readUpgradesDue(
  rolloutId: string,
  wave: number,
  slots: number,
  passed: Skipped,
): Promise<Due> {
  const open = await db().rolloutRelease.count({ where: { rolloutId, state: "PENDING", wave } })
  const releases = await db().$queryRaw<DueRelease[]>`
    SELECT x.release_id AS "releaseId", r.repository FROM rollout_release x JOIN helm_release r ON r.id = x.release_id
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.state = 'PENDING' AND x.wave = ${wave} AND ${isFree(passed)}
    ORDER BY x.position LIMIT ${slots}`
  return { releases, open, slots }
}

/** The next releases to roll back: newest wave first, last upgraded first. */
export async function listRollbacksDue(rolloutId: string, slots: number, passed: Skipped): Promise<Due> {
  const open = await db().rolloutRelease.count({
    where: { rolloutId, state: { in: ["SUCCEEDED", "FAILED"] }, revision: { not: null }, settledBack: false },
  })
  const releases = await db().$queryRaw<DueRelease[]>`
    SELECT x.release_id AS "releaseId", r.repository FROM rollout_release x JOIN helm_release r ON r.id = x.release_id
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.state IN ('SUCCEEDED', 'FAILED') AND x.revision IS NOT NULL
      AND NOT x.settled_back AND ${isFree(passed)}
    ORDER BY x.wave DESC, x.position DESC LIMIT ${slots}`
  return { releases, open, slots }
}

/** No other change is running, and the release was not skipped in this round. */
function isFree({ releaseIds, repositories }: Skipped): Prisma.Sql {
  return Prisma.sql`
    x.release_id <> ALL(${[...releaseIds]}::uuid[]) AND r.repository <> ALL(${[...repositories]}::text[])
    AND NOT EXISTS (
      SELECT 1 FROM operation o
      WHERE o.release_id = x.release_id AND o.state IN ('QUEUED', 'RUNNING') AND o.kind <> 'PREVIEW')`
}
