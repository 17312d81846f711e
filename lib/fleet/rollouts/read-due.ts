import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { Skipped } from "./skipped"

export type DueRelease = { releaseId: string; repository: string }

/** Releases that may be started now, and how many are not started yet, also those that somebody else is changing. */
export type Due = { releases: DueRelease[]; open: number; slots: number }

/** The next of a wave in the order of the rollout, as many as there are places for. */
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

/** The next that go back: of the newest wave first, what was upgraded last first. */
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

/** Nobody is changing it, and it was not tried in vain in this round. */
function isFree({ releaseIds, repositories }: Skipped): Prisma.Sql {
  return Prisma.sql`
    x.release_id <> ALL(${[...releaseIds]}::uuid[]) AND r.repository <> ALL(${[...repositories]}::text[])
    AND NOT EXISTS (
      SELECT 1 FROM operation o
      WHERE o.release_id = x.release_id AND o.state IN ('QUEUED', 'RUNNING') AND o.kind <> 'PREVIEW')`
}
