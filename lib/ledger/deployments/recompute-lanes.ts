import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { Lane } from "./lane"
import { reachedSql } from "./neighbour-facts-sql"

/**
 * SQL that computes the facts of every record of whole lanes. `records` is a relation with the columns id, application,
 * environment_id, image_tag, deployed_at, seq and reached; the result has id, previous_image_tag, is_rollback,
 * is_first_arrival and undone_by_rollback. The rules are those of neighbour_facts in
 * prisma/sql/deployments.sql.
 *
 * Uses window functions only: the planner cannot estimate the length of a lane, and a self-join may be quadratic.
 */
export function laneFactsSql(records: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    WITH placed AS (
      SELECT s.*,
        COALESCE((SELECT max(r.removed_at) FROM removal r
          WHERE r.application = s.application AND r.environment_id = s.environment_id
            AND r.removed_at <= s.deployed_at), '-infinity') AS since
      FROM (${records}) s
    ), ordered AS (
      SELECT p.*, row_number() OVER arrivals AS place, lead(id) OVER arrivals AS next_id,
        count(*) FILTER (WHERE reached) OVER (
          PARTITION BY application, environment_id, since ORDER BY deployed_at, seq
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached_before
      FROM placed p
      WINDOW arrivals AS (PARTITION BY application, environment_id, reached ORDER BY deployed_at, seq)
    ), known AS (
      SELECT o.*, min(place) OVER (PARTITION BY application, environment_id, reached, image_tag) AS first_place,
        lag(next_id) OVER (PARTITION BY application, environment_id, reached, image_tag ORDER BY place) AS after_last_id
      FROM ordered o
    ), followed AS (
      SELECT k.*, lag(image_tag) OVER lane AS tag_before, lag(first_place) OVER lane AS first_place_before
      FROM known k
      WINDOW lane AS (PARTITION BY application, environment_id, since ORDER BY deployed_at, seq)
    ), previous AS (
      -- Records with as many arrivals before them share the one before; the first of them stands right behind it.
      SELECT f.*, first_value(tag_before) OVER since_arrival AS previous_image_tag,
        first_value(first_place_before) OVER since_arrival AS previous_first_place
      FROM followed f
      WINDOW since_arrival AS (
        PARTITION BY application, environment_id, since, reached_before ORDER BY deployed_at, seq)
    ), assessed AS (
      SELECT id, previous_image_tag, after_last_id, reached AND first_place = place AS is_first_arrival,
        COALESCE(reached AND previous_image_tag <> image_tag AND first_place < place
          AND first_place < previous_first_place, false) AS is_rollback
      FROM previous
    ), undone AS (
      SELECT DISTINCT after_last_id AS id FROM assessed WHERE is_rollback
    )
    SELECT j.id, j.previous_image_tag, j.is_rollback, j.is_first_arrival, u.id IS NOT NULL AS undone_by_rollback
    FROM assessed j LEFT JOIN undone u ON u.id = j.id`
}

/** Recomputes the facts of whole lanes, for bulk changes; ./recompute-lane-facts does so for single records. */
export async function recomputeLanes(lanes: readonly Lane[]): Promise<void> {
  if (lanes.length === 0) return
  const applications = lanes.map((lane) => lane.application)
  const environmentIds = lanes.map((lane) => lane.environmentId)
  const records = Prisma.sql`
    SELECT d.id, d.application, d.environment_id, d.image_tag, d.deployed_at, d.seq,
      ${reachedSql("d")} AS reached
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
