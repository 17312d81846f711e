import { reachedSql } from "@/lib/ledger/deployments/recompute-lane-facts"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** For each application (null: all), when it first reached each of these environments, by the name of the environment. */
export async function readFirstUses(
  environments: readonly EnvironmentRef[],
  applications: readonly string[] | null,
): Promise<Map<string, Map<string, Date>>> {
  const nameOf = new Map(environments.map(({ id, name }) => [id, name]))
  const ofApplications =
    applications === null ? Prisma.sql`true` : Prisma.sql`l.application = ANY(${[...applications]}::text[])`
  const lanes = await db().$queryRaw<{ application: string; environmentId: string; at: Date }[]>`
    SELECT l.application, l.environment_id AS "environmentId", d.deployed_at AS at FROM lane l
    CROSS JOIN LATERAL (
      SELECT r.deployed_at FROM deployment r
      WHERE r.application = l.application AND r.environment_id = l.environment_id AND ${reachedSql("r")}
      ORDER BY r.deployed_at, r.seq LIMIT 1) d
    WHERE ${ofApplications} AND l.environment_id = ANY(${[...nameOf.keys()]}::uuid[])`
  const byApplication = Map.groupBy(lanes, (lane) => lane.application)
  return new Map(
    [...byApplication].map(([application, own]) => [
      application,
      new Map(own.map(({ environmentId, at }) => [nameOf.get(environmentId) ?? environmentId, at])),
    ]),
  )
}
