import { Prisma } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"
import type { Lane } from "./lane"

/**
 * SQL that works out the facts of every record of whole lanes. `records` is a relation with the columns id, application,
 * environment_id, image_tag, deployed_at, seq and status; the answer has id, previous_image_tag, is_rollback,
 * is_first_arrival and undone_by_rollback. The model it must agree with is ./lane-model.
 */
export function laneFactsSql(records: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    WITH placed AS (
      SELECT s.*, s.status IN ('DEPLOYED', 'ROLLED_BACK') AS reached,
        COALESCE((SELECT max(r.removed_at) FROM removal r
          WHERE r.application = s.application AND r.environment_id = s.environment_id
            AND r.removed_at <= s.deployed_at), '-infinity') AS since
      FROM (${records}) s
    ), counted AS (
      SELECT p.*, count(*) FILTER (WHERE reached) OVER (
          PARTITION BY application, environment_id, since ORDER BY deployed_at, seq
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - reached::int AS reached_before
      FROM placed p
    ), arrivals AS (
      SELECT c.*, row_number() OVER (PARTITION BY application, environment_id ORDER BY deployed_at, seq) AS place
      FROM counted c WHERE reached
    ), known AS (
      SELECT a.*, min(place) OVER (PARTITION BY application, environment_id, image_tag) AS first_place,
        lag(place) OVER (PARTITION BY application, environment_id, image_tag ORDER BY place) AS last_place
      FROM arrivals a
    ), judged AS (
      SELECT c.id, c.application, c.environment_id, k.place, k.last_place, p.image_tag AS previous_image_tag,
        COALESCE(p.image_tag <> c.image_tag AND k.first_place < k.place AND k.first_place < p.first_place, false)
          AS is_rollback,
        COALESCE(k.first_place = k.place, false) AS is_first_arrival
      FROM counted c
      LEFT JOIN known k ON k.id = c.id
      LEFT JOIN known p ON p.application = c.application AND p.environment_id = c.environment_id
        AND p.since = c.since AND p.reached_before = c.reached_before - 1
    ), undone AS (
      SELECT DISTINCT application, environment_id, last_place + 1 AS place FROM judged WHERE is_rollback
    )
    SELECT j.id, j.previous_image_tag, j.is_rollback, j.is_first_arrival, u.place IS NOT NULL AS undone_by_rollback
    FROM judged j
    LEFT JOIN undone u ON u.application = j.application AND u.environment_id = j.environment_id AND u.place = j.place`
}

/** Works out the facts of whole lanes again; for records that arrive late, move, or are removed. */
export async function settleLanes(lanes: readonly Lane[]): Promise<void> {
  if (lanes.length === 0) return
  const applications = lanes.map((lane) => lane.application)
  const environmentIds = lanes.map((lane) => lane.environmentId)
  const records = Prisma.sql`
    SELECT d.id, d.application, d.environment_id, d.image_tag, d.deployed_at, d.seq, d.status
    FROM unnest(${applications}::text[], ${environmentIds}::uuid[]) AS l(application, environment_id)
    JOIN deployment d ON d.application = l.application AND d.environment_id = l.environment_id`
  await db().$executeRaw`
    UPDATE deployment d
    SET previous_image_tag = f.previous_image_tag, is_rollback = f.is_rollback,
      is_first_arrival = f.is_first_arrival, undone_by_rollback = f.undone_by_rollback
    FROM (${laneFactsSql(records)}) f
    WHERE d.id = f.id
      AND (d.previous_image_tag, d.is_rollback, d.is_first_arrival, d.undone_by_rollback)
        IS DISTINCT FROM (f.previous_image_tag, f.is_rollback, f.is_first_arrival, f.undone_by_rollback)`
}

/** Marks the first record after the last time `imageTag` was live before `seq`: the change a rollback undoes. */
export async function markUndone(
  lane: Lane,
  rollback: { imageTag: string; deployedAt: Date; seq: bigint },
): Promise<void> {
  await db().$executeRaw`
    UPDATE deployment SET undone_by_rollback = true WHERE id = (
      SELECT d.id FROM (
        SELECT deployed_at, seq FROM deployment
        WHERE application = ${lane.application} AND environment_id = ${lane.environmentId}::uuid
          AND image_tag = ${rollback.imageTag} AND status IN ('DEPLOYED', 'ROLLED_BACK')
          AND (deployed_at, seq) < (${rollback.deployedAt}::timestamptz, ${rollback.seq}::bigint)
        ORDER BY deployed_at DESC, seq DESC LIMIT 1) last
      CROSS JOIN LATERAL (
        SELECT id FROM deployment
        WHERE application = ${lane.application} AND environment_id = ${lane.environmentId}::uuid
          AND status IN ('DEPLOYED', 'ROLLED_BACK') AND (deployed_at, seq) > (last.deployed_at, last.seq)
        ORDER BY deployed_at, seq LIMIT 1) d)`
}
