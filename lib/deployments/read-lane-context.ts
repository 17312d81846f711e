import { db } from "@/lib/db/transaction"
import type { Lane, LanePosition } from "./lane"
import type { LaneContext } from "./lane-facts"

export type PlacedContext = LaneContext & {
  /** Some record stands after this place, so facts further on depend on it. */
  hasLaterRecords: boolean
}

/** Reads a place's neighbours by index; a handful of rows however long the lane is. */
export async function readLaneContext(
  lane: Lane,
  place: LanePosition,
  imageTag: string,
): Promise<PlacedContext> {
  const [row] = await db().$queryRaw<PlacedContext[]>`
    WITH here AS (
      SELECT ${lane.application}::text AS application, ${lane.environmentId}::uuid AS environment_id,
        ${place.deployedAt}::timestamptz AS deployed_at, ${place.seq}::bigint AS seq, ${imageTag}::text AS image_tag
    ), previous AS (
      SELECT d.image_tag FROM here, deployment d
      WHERE d.application = here.application AND d.environment_id = here.environment_id
        AND (d.deployed_at, d.seq) < (here.deployed_at, here.seq)
        AND d.status IN ('DEPLOYED', 'ROLLED_BACK')
        AND d.deployed_at >= COALESCE((
          SELECT max(r.removed_at) FROM removal r
          WHERE r.application = here.application AND r.environment_id = here.environment_id
            AND r.removed_at <= here.deployed_at), '-infinity')
      ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1
    )
    SELECT (SELECT image_tag FROM previous) AS "previousImageTag",
      (SELECT to_char(d.deployed_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSMS') || lpad(d.seq::text, 19, '0') FROM deployment d
        WHERE d.application = here.application AND d.environment_id = here.environment_id
          AND d.image_tag = here.image_tag AND (d.deployed_at, d.seq) < (here.deployed_at, here.seq)
          AND d.status IN ('DEPLOYED', 'ROLLED_BACK')
        ORDER BY d.deployed_at, d.seq LIMIT 1) AS "firstOfThisTag",
      (SELECT to_char(d.deployed_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSMS') || lpad(d.seq::text, 19, '0') FROM deployment d
        WHERE d.application = here.application AND d.environment_id = here.environment_id
          AND d.image_tag = (SELECT image_tag FROM previous)
          AND d.status IN ('DEPLOYED', 'ROLLED_BACK')
        ORDER BY d.deployed_at, d.seq LIMIT 1) AS "firstOfPreviousTag",
      EXISTS (SELECT 1 FROM deployment d
        WHERE d.application = here.application AND d.environment_id = here.environment_id
          AND (d.deployed_at, d.seq) > (here.deployed_at, here.seq)) AS "hasLaterRecords"
    FROM here`
  if (row === undefined) throw new Error("A lane context is always one row")
  return row
}
