import { db } from "@/lib/db/transaction"

/** Releases that may be started now, and how many are not started yet, also those that somebody else is changing. */
export type Due = { releaseIds: string[]; open: number; slots: number }

type Row = { releaseId: string }

/** The next of a wave in the order of the rollout, as many as there are places for. */
export async function readUpgradesDue(rolloutId: string, wave: number, slots: number): Promise<Due> {
  const open = await db().rolloutRelease.count({ where: { rolloutId, state: "PENDING", wave } })
  const rows = await db().$queryRaw<Row[]>`
    SELECT x.release_id AS "releaseId" FROM rollout_release x
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.state = 'PENDING' AND x.wave = ${wave} AND NOT EXISTS (
      SELECT 1 FROM operation o
      WHERE o.release_id = x.release_id AND o.state IN ('QUEUED', 'RUNNING') AND o.kind <> 'PREVIEW')
    ORDER BY x.position LIMIT ${slots}`
  return { releaseIds: rows.map(({ releaseId }) => releaseId), open, slots }
}

/** The next that go back: of the newest wave first, what was upgraded last first. */
export async function readWaysBackDue(rolloutId: string, slots: number): Promise<Due> {
  const open = await db().rolloutRelease.count({
    where: { rolloutId, state: { in: ["SUCCEEDED", "FAILED"] }, revision: { not: null }, settledBack: false },
  })
  const rows = await db().$queryRaw<Row[]>`
    SELECT x.release_id AS "releaseId" FROM rollout_release x
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.state IN ('SUCCEEDED', 'FAILED') AND x.revision IS NOT NULL
      AND NOT x.settled_back AND NOT EXISTS (
        SELECT 1 FROM operation o
        WHERE o.release_id = x.release_id AND o.state IN ('QUEUED', 'RUNNING') AND o.kind <> 'PREVIEW')
    ORDER BY x.wave DESC, x.position DESC LIMIT ${slots}`
  return { releaseIds: rows.map(({ releaseId }) => releaseId), open, slots }
}
