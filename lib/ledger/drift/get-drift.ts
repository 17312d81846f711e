import type { Actor } from "@/lib/identity/auth/actor"
import { newestSeq } from "@/lib/ledger/deployments/lane-sql"
import { reachedSql } from "@/lib/ledger/deployments/recompute-lane-facts"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { type EnvironmentRef, readPromotionOrder } from "@/lib/ledger/environments/read-environments"
import { readRunning } from "@/lib/ledger/state/read-running"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import { type Comparison, comparisonsOf, driftOf, type Newer } from "./compare-cells"
import type { Drift, DriftQuery } from "./schema"

/** The drift matrix of the environments the caller can see, now or as of an instant. */
export function getDrift(actor: Actor, query: DriftQuery): Promise<Drift> {
  return withAnnulled(actor, query.includeAnnulled, () => readDrift(actor, query))
}

async function readDrift(actor: Actor, query: DriftQuery): Promise<Drift> {
  const at = query.at ?? null
  const environments = await readPromotionOrder(actor, at)
  const cells = await readRunning(environments, at)
  const comparisons = comparisonsOf(environments, cells)
  const newer = await readNewerBelow(environments, comparisons, at)
  const key = ({ cell }: Comparison) => cell.deploymentId
  const newerByCell = new Map(comparisons.map((comparison, index) => [key(comparison), newer[index]]))
  return driftOf(
    environments,
    cells,
    (comparison) => newerByCell.get(key(comparison)) ?? { versions: 1, since: comparison.cell.deployedAt },
    at ?? new Date(),
  )
}

/** How far the lane below each cell has moved on, in the order of the comparisons. */
async function readNewerBelow(
  environments: readonly EnvironmentRef[],
  comparisons: readonly Comparison[],
  at: Date | null,
): Promise<Newer[]> {
  if (comparisons.length === 0) return []
  const idOf = new Map(environments.map(({ id, name }) => [name, id]))
  const requested = comparisons.map(({ cell, below }) => ({
    application: cell.application,
    environmentId: idOf.get(below.environment) ?? null,
    imageTag: cell.imageTag,
    arrivedAt: cell.deployedAt.toISOString(),
  }))
  return query<Newer>(Prisma.sql`
    SELECT newer.versions, newer.since FROM unnest(
      ${requested.map((one) => one.application)}::text[], ${requested.map((one) => one.environmentId)}::uuid[],
      ${requested.map((one) => one.imageTag)}::text[], ${requested.map((one) => one.arrivedAt)}::timestamptz[]
    ) WITH ORDINALITY AS requested(application, environment_id, image_tag, arrived_at, place)
    CROSS JOIN LATERAL (${newerBelowSql(at)}) newer
    ORDER BY requested.place`)
}

/**
 * SQL for what became current in the lane `requested` (application, environment_id) since `image_tag` left it, or since
 * `arrived_at` if it never ran there, as a LATERAL subquery: versions and since. Reads the lane by index, from there on.
 */
export function newerBelowSql(at: Date | null): Prisma.Sql {
  return Prisma.sql`
    SELECT GREATEST(later.versions, 1) AS versions,
      COALESCE(later.since, departure.ended_at, departure.deployed_at, requested.arrived_at) AS since
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (
      SELECT d.deployed_at, d.seq,
        CASE d.status WHEN 'ROLLED_BACK' THEN GREATEST(d.deployed_at, d.rolled_back_at) END AS ended_at
      FROM deployment d
      WHERE d.application = requested.application AND d.environment_id = requested.environment_id
        AND d.image_tag = requested.image_tag AND ${reachedSql("d")}
        AND d.deployed_at <= ${upperBound(at)}::timestamptz
      ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1) departure ON true
    CROSS JOIN LATERAL (
      WITH history AS (
        SELECT d.image_tag, d.deployed_at,
          max(CASE d.status WHEN 'DEPLOYED' THEN 'infinity' ELSE GREATEST(d.deployed_at, d.rolled_back_at) END)
            OVER (ORDER BY d.deployed_at, d.seq) AS gone_by,
          COALESCE(lead(d.deployed_at) OVER (ORDER BY d.deployed_at, d.seq), 'infinity') AS next_at
        FROM deployment d
        WHERE d.application = requested.application AND d.environment_id = requested.environment_id
          AND ${reachedSql("d")} AND d.deployed_at <= ${upperBound(at)}::timestamptz
          AND (d.deployed_at, d.seq) > (
            COALESCE(departure.deployed_at, requested.arrived_at), COALESCE(departure.seq, ${newestSeq}))
      ), returned AS (
        SELECT max(gone_by) AS at FROM history
        WHERE departure.deployed_at IS NOT NULL AND gone_by < next_at AND gone_by <= ${upperBound(at)}::timestamptz
          AND gone_by < COALESCE(departure.ended_at, 'infinity')
      )
      SELECT count(DISTINCT image_tag)::int AS versions, min(deployed_at) AS since FROM history
      WHERE deployed_at > COALESCE((SELECT at FROM returned), '-infinity')) later`
}

function upperBound(at: Date | null): string {
  return at === null ? "infinity" : at.toISOString()
}
