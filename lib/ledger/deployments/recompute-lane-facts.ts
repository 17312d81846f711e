import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { type Lane, type LanePosition, positionsSql } from "./lane-sql"

/** Where a record was added, removed or started to count, or (without a tag) the application was removed. */
type Change = { positions: readonly LanePosition[]; imageTag: string | null }

/**
 * Recomputes the facts that a change at these positions of a lane can affect: a handful of records, however long the
 * lane is. The caller must hold the lane lock. `recomputeLanes` does the same for whole lanes.
 */
export async function recomputeLaneFacts(lane: Lane, change: Change): Promise<void> {
  const affected = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM (
      ${untilNextArrivalSql(lane, change)}
      UNION
      ${sameTagSql(lane, change)}) affected
    WHERE id IS NOT NULL`
  const ids = affected.map(({ id }) => id)
  await db().$executeRaw`
    UPDATE deployment d
    SET previous_image_tag = f.previous_image_tag, is_rollback = f.is_rollback,
      is_first_arrival = f.is_first_arrival
    FROM (
      SELECT a.id, f.* FROM deployment a
      CROSS JOIN LATERAL neighbour_facts(
        a.application, a.environment_id, a.image_tag, a.deployed_at, a.seq, ${reachedSql("a")}) f
      WHERE a.id = ANY(${ids}::uuid[])) f
    WHERE d.id = f.id
      AND (d.previous_image_tag, d.is_rollback, d.is_first_arrival)
        IS DISTINCT FROM (f.previous_image_tag, f.is_rollback, f.is_first_arrival)`
  await recomputeUndone(lane, change, ids)
}

/** From each position up to the next record that reached the environment: their predecessor changed. */
function untilNextArrivalSql(lane: Lane, { positions }: Change): Prisma.Sql {
  return Prisma.sql`
    SELECT d.id FROM (${positionsSql(positions)}) p
    LEFT JOIN LATERAL (
      SELECT n.deployed_at, n.seq FROM deployment n
      WHERE ${inLaneSql("n", lane)} AND ${reachedSql("n")} AND (n.deployed_at, n.seq) > (p.deployed_at, p.seq)
      ORDER BY n.deployed_at, n.seq LIMIT 1) n ON true
    JOIN deployment d ON ${inLaneSql("d", lane)} AND (d.deployed_at, d.seq) >= (p.deployed_at, p.seq)
      AND (n.seq IS NULL OR (d.deployed_at, d.seq) <= (n.deployed_at, n.seq))`
}

/**
 * If the first arrival of the image tag may have changed, every record of the tag and those that replaced it: whether
 * they are rollbacks depends on which tag was live first.
 */
function sameTagSql(lane: Lane, { positions, imageTag }: Change): Prisma.Sql {
  return Prisma.sql`
    SELECT unnest(ARRAY[d.id, n.id]) FROM deployment d
    LEFT JOIN LATERAL (
      SELECT n.id FROM deployment n
      WHERE ${inLaneSql("n", lane)} AND ${reachedSql("n")} AND (n.deployed_at, n.seq) > (d.deployed_at, d.seq)
      ORDER BY n.deployed_at, n.seq LIMIT 1) n ON true
    WHERE ${inLaneSql("d", lane)} AND ${reachedSql("d")} AND d.image_tag = ${imageTag}::text
      AND NOT EXISTS (
        SELECT 1 FROM deployment e
        WHERE ${inLaneSql("e", lane)} AND ${reachedSql("e")} AND e.image_tag = ${imageTag}::text
          AND (e.deployed_at, e.seq) < ALL (SELECT p.deployed_at, p.seq FROM (${positionsSql(positions)}) p))`
}

/**
 * A record is undone when the next arrival of the tag live just before it is a rollback. This can change for the
 * records whose facts changed, and for those that follow the preceding arrival.
 */
async function recomputeUndone(lane: Lane, change: Change, ids: string[]): Promise<void> {
  await db().$executeRaw`
    WITH changed AS (
      SELECT d.id, d.deployed_at, d.seq, d.image_tag, ${reachedSql("d")} AS reached FROM deployment d
      WHERE d.id = ANY(${ids}::uuid[])
    ), returns AS (
      SELECT deployed_at, seq, image_tag FROM changed WHERE reached
      UNION ALL
      SELECT p.deployed_at, p.seq, ${change.imageTag}::text FROM (${positionsSql(change.positions)}) p
    ), doubtful AS (
      SELECT id FROM changed
      UNION
      SELECT x.id FROM returns r
      CROSS JOIN LATERAL (
        SELECT o.deployed_at, o.seq FROM deployment o
        WHERE ${inLaneSql("o", lane)} AND ${reachedSql("o")} AND o.image_tag = r.image_tag
          AND (o.deployed_at, o.seq) < (r.deployed_at, r.seq)
        ORDER BY o.deployed_at DESC, o.seq DESC LIMIT 1) o
      CROSS JOIN LATERAL (
        SELECT x.id FROM deployment x
        WHERE ${inLaneSql("x", lane)} AND ${reachedSql("x")} AND (x.deployed_at, x.seq) > (o.deployed_at, o.seq)
        ORDER BY x.deployed_at, x.seq LIMIT 1) x
    ), assessed AS (
      SELECT x.id, ${reachedSql("x")} AND COALESCE(k.is_rollback, false) AS undone
      FROM doubtful JOIN deployment x USING (id)
      LEFT JOIN LATERAL (
        SELECT o.image_tag FROM deployment o
        WHERE ${inLaneSql("o", lane)} AND ${reachedSql("o")} AND (o.deployed_at, o.seq) < (x.deployed_at, x.seq)
        ORDER BY o.deployed_at DESC, o.seq DESC LIMIT 1) o ON true
      LEFT JOIN LATERAL (
        SELECT k.is_rollback FROM deployment k
        WHERE ${inLaneSql("k", lane)} AND ${reachedSql("k")} AND k.image_tag = o.image_tag
          AND (k.deployed_at, k.seq) >= (x.deployed_at, x.seq)
        ORDER BY k.deployed_at, k.seq LIMIT 1) k ON true
    )
    UPDATE deployment d SET undone_by_rollback = j.undone
    FROM assessed j WHERE d.id = j.id AND d.undone_by_rollback <> j.undone`
}

function inLaneSql(alias: string, lane: Lane): Prisma.Sql {
  const table = Prisma.raw(alias)
  return Prisma.sql`${table}.application = ${lane.application} AND ${table}.environment_id = ${lane.environmentId}::uuid`
}

/** The version reached the environment, as a condition on the deployment with this alias. */
export function reachedSql(alias: string): Prisma.Sql {
  return Prisma.raw(`has_reached(${alias}.status, ${alias}.status_before_rollback)`)
}

/** Stores when an image tag of an application first reached any environment. */
export async function noteVersion(application: string, imageTag: string, deployedAt: Date): Promise<void> {
  // Reads first, so that records of one tag in several environments do not wait for each other's row lock.
  await db().$executeRaw`
    INSERT INTO image_version (application, image_tag, first_reached_at)
    SELECT ${application}, ${imageTag}, ${deployedAt}::timestamptz
    WHERE NOT EXISTS (
      SELECT 1 FROM image_version
      WHERE application = ${application} AND image_tag = ${imageTag}
        AND first_reached_at <= ${deployedAt}::timestamptz)
    ON CONFLICT (application, image_tag) DO UPDATE SET first_reached_at = EXCLUDED.first_reached_at
    WHERE EXCLUDED.first_reached_at < image_version.first_reached_at`
}

/** Recomputes when an image tag first arrived, after one of its records was moved, restored or removed. */
export async function recomputeVersion(application: string, imageTag: string): Promise<void> {
  // A record of the tag in another lane that is being stored may rely on what is deleted here.
  await db()
    .$executeRaw`SELECT 1 FROM lane WHERE application = ${application} ORDER BY environment_id FOR UPDATE`
  await db()
    .$executeRaw`DELETE FROM image_version WHERE application = ${application} AND image_tag = ${imageTag}`
  await db().$executeRaw`
    INSERT INTO image_version (application, image_tag, first_reached_at)
    SELECT d.application, d.image_tag, d.deployed_at FROM deployment d
    WHERE d.application = ${application} AND d.image_tag = ${imageTag} AND ${reachedSql("d")}
    ORDER BY d.deployed_at LIMIT 1
    ON CONFLICT (application, image_tag) DO UPDATE SET first_reached_at = EXCLUDED.first_reached_at`
}

/**
 * SQL that computes the facts of every record of whole lanes, by the rules of neighbour_facts in
 * prisma/sql/deployments.sql. `records` is a relation with the columns lane (any number that identifies it), id,
 * application, environment_id, image_tag, deployed_at, seq and reached; the result has id, previous_image_tag,
 * is_rollback, is_first_arrival and undone_by_rollback.
 *
 * Uses window functions only: the planner cannot estimate the length of a lane, and a self-join may be quadratic.
 */
export function laneFactsSql(records: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    WITH placed AS (
      SELECT s.lane, s.id, s.image_tag, s.deployed_at, s.seq, s.reached,
        COALESCE((SELECT max(r.removed_at) FROM removal r
          WHERE r.application = s.application AND r.environment_id = s.environment_id
            AND r.removed_at <= s.deployed_at), '-infinity') AS since
      FROM (${records}) s
    ), ordered AS (
      SELECT p.*, row_number() OVER arrivals AS position, lead(id) OVER arrivals AS next_id,
        count(*) FILTER (WHERE reached) OVER (
          PARTITION BY lane, since ORDER BY deployed_at, seq
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached_before
      FROM placed p
      WINDOW arrivals AS (PARTITION BY lane, reached ORDER BY deployed_at, seq)
    ), known AS (
      SELECT o.*, min(position) OVER (PARTITION BY lane, reached, image_tag) AS first_position,
        lag(next_id) OVER (PARTITION BY lane, reached, image_tag ORDER BY position) AS after_last_id
      FROM ordered o
    ), followed AS (
      SELECT k.*, lag(image_tag) OVER lane AS tag_before, lag(first_position) OVER lane AS first_position_before
      FROM known k
      WINDOW lane AS (PARTITION BY lane, since ORDER BY deployed_at, seq)
    ), previous AS (
      -- Records with as many arrivals before them share the one before; the first of them stands right behind it.
      SELECT f.*, first_value(tag_before) OVER since_arrival AS previous_image_tag,
        first_value(first_position_before) OVER since_arrival AS previous_first_position
      FROM followed f
      WINDOW since_arrival AS (
        PARTITION BY lane, since, reached_before ORDER BY deployed_at, seq)
    ), assessed AS (
      SELECT id, previous_image_tag, after_last_id, reached AND first_position = position AS is_first_arrival,
        COALESCE(reached AND previous_image_tag <> image_tag AND first_position < position
          AND first_position < previous_first_position, false) AS is_rollback
      FROM previous
    ), undone AS (
      SELECT DISTINCT after_last_id AS id FROM assessed WHERE is_rollback
    )
    SELECT j.id, j.previous_image_tag, j.is_rollback, j.is_first_arrival, u.id IS NOT NULL AS undone_by_rollback
    FROM assessed j LEFT JOIN undone u ON u.id = j.id`
}

/** Recomputes the facts of whole lanes, for bulk changes; `recomputeLaneFacts` does so for single records. */
export async function recomputeLanes(lanes: readonly Lane[]): Promise<void> {
  if (lanes.length === 0) return
  const applications = lanes.map((lane) => lane.application)
  const environmentIds = lanes.map((lane) => lane.environmentId)
  const records = Prisma.sql`
    SELECT l.lane, d.id, d.application, d.environment_id, d.image_tag, d.deployed_at, d.seq,
      ${reachedSql("d")} AS reached
    FROM unnest(${applications}::text[], ${environmentIds}::uuid[])
      WITH ORDINALITY AS l(application, environment_id, lane)
    JOIN deployment d ON d.application = l.application AND d.environment_id = l.environment_id`
  await updateFacts(Prisma.sql`(${laneFactsSql(records)})`)
}

/** Updates the records whose facts differ in this relation, which has the columns of `laneFactsSql`. */
export async function updateFacts(facts: Prisma.Sql): Promise<void> {
  await db().$executeRaw`
    UPDATE deployment d
    SET previous_image_tag = f.previous_image_tag, is_rollback = f.is_rollback,
      is_first_arrival = f.is_first_arrival, undone_by_rollback = f.undone_by_rollback
    FROM ${facts} f
    WHERE d.id = f.id
      AND (d.previous_image_tag, d.is_rollback, d.is_first_arrival, d.undone_by_rollback)
        IS DISTINCT FROM (f.previous_image_tag, f.is_rollback, f.is_first_arrival, f.undone_by_rollback)`
}
