import { reachedSql } from "@/lib/ledger/deployments/neighbour-facts-sql"
import type { EnvironmentRef } from "@/lib/ledger/environments/environment-ref"
import { db } from "@/lib/platform/db/transaction"
import type { Arrival } from "./trace-path"

type Row = Omit<Arrival, "environment"> & { environmentId: string; place: number }

/** The first arrivals of each tag in each of these environments, in the order of `versions`. */
export async function readFirstArrivals(
  ladder: readonly EnvironmentRef[],
  versions: readonly { application: string; imageTag: string }[],
): Promise<Arrival[][]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT requested.place::int - 1 AS place, l.environment_id AS "environmentId", d.id AS "deploymentId",
      d.deployed_at AS "deployedAt", d.seq::float8 AS seq
    FROM unnest(${versions.map((one) => one.application)}::text[], ${versions.map((one) => one.imageTag)}::text[])
      WITH ORDINALITY AS requested(application, image_tag, place)
    JOIN lane l ON l.application = requested.application AND l.environment_id = ANY(${ladder.map(({ id }) => id)}::uuid[])
    CROSS JOIN LATERAL (
      SELECT r.id, r.deployed_at, r.seq FROM deployment r
      WHERE r.application = l.application AND r.environment_id = l.environment_id AND r.image_tag = requested.image_tag
        AND ${reachedSql("r")}
      ORDER BY r.deployed_at, r.seq LIMIT 1) d`
  const nameOf = new Map(ladder.map(({ id, name }) => [id, name]))
  const byPlace = Map.groupBy(rows, (row) => row.place)
  return versions.map((_, place) =>
    (byPlace.get(place) ?? []).map(({ environmentId, deploymentId, deployedAt, seq }) => ({
      environment: nameOf.get(environmentId) ?? environmentId,
      deploymentId,
      deployedAt,
      seq,
    })),
  )
}
