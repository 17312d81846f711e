import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { type Lane, type LanePosition, placesSql } from "./lane"
import { neighbourFactsSql, reachedSql } from "./neighbour-facts-sql"

/**
 * Where a record was added, removed or started to count, or where the application was removed (then without an image
 * tag).
 */
export type Touched = { places: readonly LanePosition[]; imageTag: string | null }

/**
 * Recomputes the facts that a change at these positions of a lane can affect: a handful of records, however long the
 * lane is. The caller must hold the lane lock. ./recompute-lanes does the same for whole lanes.
 */
export async function recomputeLaneFacts(lane: Lane, touched: Touched): Promise<void> {
  const affected = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM (
      ${untilNextArrivalSql(lane, touched)}
      UNION
      ${ofTheSameTagSql(lane, touched)}) affected
    WHERE id IS NOT NULL`
  const ids = affected.map(({ id }) => id)
  await db().$executeRaw`
    UPDATE deployment d
    SET previous_image_tag = f.previous_image_tag, is_rollback = f.is_rollback,
      is_first_arrival = f.is_first_arrival
    FROM (${neighbourFactsSql(Prisma.sql`
      SELECT d.id, d.application, d.environment_id, d.image_tag, d.deployed_at, d.seq, ${reachedSql("d")} AS reached
      FROM deployment d WHERE d.id = ANY(${ids}::uuid[])`)}) f
    WHERE d.id = f.id
      AND (d.previous_image_tag, d.is_rollback, d.is_first_arrival)
        IS DISTINCT FROM (f.previous_image_tag, f.is_rollback, f.is_first_arrival)`
  await recomputeUndone(lane, touched, ids)
}

/**
 * From each position, every record up to and including the next that reached the environment: their predecessor
 * changed.
 */
function untilNextArrivalSql(lane: Lane, { places }: Touched): Prisma.Sql {
  return Prisma.sql`
    SELECT d.id FROM (${placesSql(places)}) p
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
function ofTheSameTagSql(lane: Lane, { places, imageTag }: Touched): Prisma.Sql {
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
          AND (e.deployed_at, e.seq) < ALL (SELECT p.deployed_at, p.seq FROM (${placesSql(places)}) p))`
}

/**
 * A record is undone when the next arrival of the tag live just before it is a rollback. This can change for the
 * records whose facts changed, and for those that follow the preceding arrival.
 */
async function recomputeUndone(lane: Lane, touched: Touched, ids: string[]): Promise<void> {
  await db().$executeRaw`
    WITH changed AS (
      SELECT d.id, d.deployed_at, d.seq, d.image_tag, ${reachedSql("d")} AS reached FROM deployment d
      WHERE d.id = ANY(${ids}::uuid[])
    ), returns AS (
      SELECT deployed_at, seq, image_tag FROM changed WHERE reached
      UNION ALL
      SELECT p.deployed_at, p.seq, ${touched.imageTag}::text FROM (${placesSql(touched.places)}) p
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
  const of = Prisma.raw(alias)
  return Prisma.sql`${of}.application = ${lane.application} AND ${of}.environment_id = ${lane.environmentId}::uuid`
}
