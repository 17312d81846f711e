import { currentOfLaneSql } from "@/lib/ledger/deployments/current-sql"
import { sameBuildSql } from "@/lib/ledger/deployments/deployment-sql"
import { newestSeq } from "@/lib/ledger/deployments/lane-sql"
import { reachedSql } from "@/lib/ledger/deployments/recompute-lane-facts"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { ifGiven } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { dayMs } from "@/lib/platform/instant"
import { tagDifference } from "@/lib/platform/semver/tag"
import type { Behind } from "./schema"

export interface ComparedLanes {
  /** Lanes are compared across all of these. */
  environments: readonly EnvironmentRef[]
  application: string | null
  /** Null: now. */
  at: Date | null
  /** The only environment whose lanes are compared with those below; null: all. */
  resultEnvironmentId?: string | null
}

/**
 * SQL for the CTEs `stage` (the environments), `current` (what runs in each lane) and `behind`: of what runs, that which is
 * another build than the nearest lower stage that runs the application has. If several environments share that stage, the
 * newest of their current deployments represents it. `versions` and `since`: how far that stage has moved on. This is the
 * only implementation of the rule.
 */
export function behindSql({
  environments,
  application,
  at,
  resultEnvironmentId = null,
}: ComparedLanes): Prisma.Sql {
  const ids = environments.map(({ id }) => id)
  const ranks = environments.map(({ rank }) => rank)
  const columns = Prisma.sql`d.id AS deployment_id, d.image_tag, d.deployed_at, d.seq, d.initiated_by, d.artifact_digest, d.git_commit`
  return Prisma.sql`
    stage AS (
      SELECT * FROM unnest(${ids}::uuid[], ${ranks}::int[]) WITH ORDINALITY AS s(environment_id, rank, position)
    ), current AS MATERIALIZED (
      SELECT l.application, l.environment_id, s.rank, d.*
      FROM stage s JOIN lane l ON l.environment_id = s.environment_id
      CROSS JOIN LATERAL (${currentOfLaneSql(columns, at)}) d
      WHERE ${ifGiven(application, (name) => Prisma.sql`l.application = ${name}`)}
    ), of_rank AS (
      SELECT DISTINCT ON (application, rank) * FROM current WHERE rank IS NOT NULL
      ORDER BY application, rank, deployed_at DESC, seq DESC
    ), ordered AS (
      SELECT application, rank, lag(rank) OVER (PARTITION BY application ORDER BY rank) AS below FROM of_rank
    ), compared AS MATERIALIZED (
      SELECT c.deployment_id, c.application, b.environment_id, c.image_tag, c.deployed_at AS arrived_at,
        b.image_tag AS below_tag, b.deployed_at AS below_deployed_at
      FROM current c
      JOIN ordered o ON o.application = c.application AND o.rank = c.rank
      JOIN of_rank b ON b.application = o.application AND b.rank = o.below
      WHERE ${ifGiven(resultEnvironmentId, (id) => Prisma.sql`c.environment_id = ${id}::uuid`)}
        AND NOT ${sameBuildSql("c", "b")}
    ), behind AS (
      SELECT requested.*, newer.versions,
        CASE WHEN requested.image_tag = requested.below_tag THEN requested.below_deployed_at ELSE newer.since END AS since
      FROM compared requested CROSS JOIN LATERAL (${newerBelowSql(at)}) newer
    )`
}

/**
 * SQL for what became current in the lane `requested` (application, environment_id) since `image_tag` left it, or since
 * `arrived_at` if it never ran there, as a LATERAL subquery: versions and since. Reads the lane by index, from there on.
 */
function newerBelowSql(at: Date | null): Prisma.Sql {
  const untilSql = Prisma.sql`${at === null ? "infinity" : at.toISOString()}::timestamptz`
  return Prisma.sql`
    SELECT GREATEST(later.versions, 1) AS versions,
      COALESCE(later.since, departure.ended_at, departure.deployed_at, requested.arrived_at) AS since
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (
      SELECT d.deployed_at, d.seq,
        CASE d.status WHEN 'ROLLED_BACK' THEN GREATEST(d.deployed_at, d.rolled_back_at) END AS ended_at
      FROM deployment d
      WHERE d.application = requested.application AND d.environment_id = requested.environment_id
        AND d.image_tag = requested.image_tag AND ${reachedSql("d")} AND d.deployed_at <= ${untilSql}
      ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1) departure ON true
    CROSS JOIN LATERAL (
      WITH history AS (
        SELECT d.image_tag, d.deployed_at,
          max(CASE d.status WHEN 'DEPLOYED' THEN 'infinity' ELSE GREATEST(d.deployed_at, d.rolled_back_at) END)
            OVER (ORDER BY d.deployed_at, d.seq) AS gone_by,
          COALESCE(lead(d.deployed_at) OVER (ORDER BY d.deployed_at, d.seq), 'infinity') AS next_at
        FROM deployment d
        WHERE d.application = requested.application AND d.environment_id = requested.environment_id
          AND ${reachedSql("d")} AND d.deployed_at <= ${untilSql}
          AND (d.deployed_at, d.seq) > (
            COALESCE(departure.deployed_at, requested.arrived_at), COALESCE(departure.seq, ${newestSeq}))
      ), returned AS (
        SELECT max(gone_by) AS at FROM history
        WHERE departure.deployed_at IS NOT NULL AND gone_by < next_at AND gone_by <= ${untilSql}
          AND gone_by < COALESCE(departure.ended_at, 'infinity')
      )
      SELECT count(DISTINCT image_tag)::int AS versions, min(deployed_at) AS since FROM history
      WHERE deployed_at > COALESCE((SELECT at FROM returned), '-infinity')) later`
}

/** What runs in a lane, and how far it is behind; the last three are null where it is not. */
export type BehindRow = {
  imageTag: string | null
  belowTag: string | null
  versions: number | null
  since: Date | null
}

/** Days are counted up to `at`. */
export function behindOf({ imageTag, belowTag, versions, since }: BehindRow, at: Date): Behind | null {
  if (imageTag === null || belowTag === null || versions === null || since === null) return null
  const days = Math.max(0, Math.floor((at.getTime() - since.getTime()) / dayMs))
  if (imageTag === belowTag) return { versions: 0, days, semver: null, build: true }
  return { versions, days, semver: tagDifference(imageTag, belowTag), build: false }
}
