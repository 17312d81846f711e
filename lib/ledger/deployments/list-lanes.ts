import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { readEnvironmentNames, readEnvironments } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** An application and an environment it was ever deployed in. */
export type LaneName = { application: string; environment: string }

/**
 * Every combination of application and environment with deployments that the caller can see, in promotion order.
 * Members of a family count as the family; archived environments are excluded.
 */
export async function listLanes(actor: Actor): Promise<LaneName[]> {
  const environments = await readEnvironments(actor)
  const byId = new Map(environments.flatMap((environment) => environment.ids.map((id) => [id, environment])))
  const lanes = await db().lane.findMany({
    where: { environmentId: { in: [...byId.keys()] } },
    orderBy: { application: "asc" },
  })
  const lanesByName = Map.groupBy(lanes, ({ environmentId }) => byId.get(environmentId)?.name)
  return environments.flatMap(({ name }) => {
    const applications = new Set(lanesByName.get(name)?.map(({ application }) => application))
    return [...applications].map((application) => ({ application, environment: name }))
  })
}

/** The first and last deployedAt visible to the caller; null if there are no deployments. */
export async function readExtent(actor: Actor): Promise<{ first: Date; last: Date } | null> {
  const visible = visibleTo(actor).environments.sql(Prisma.sql`e.id`)
  const [row] = await db().$queryRaw<{ first: Date | null; last: Date | null }[]>`
    SELECT min(first.deployed_at) AS first, max(last.deployed_at) AS last FROM environment e
    CROSS JOIN LATERAL (
      SELECT d.deployed_at FROM deployment d WHERE d.environment_id = e.id ORDER BY d.deployed_at, d.seq LIMIT 1) first
    CROSS JOIN LATERAL (
      SELECT d.deployed_at FROM deployment d WHERE d.environment_id = e.id ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1) last
    WHERE ${visible}`
  return row?.first && row.last ? { first: row.first, last: row.last } : null
}

/** The names of all applications ever deployed in environments the caller can see, sorted. */
export async function listApplications(actor: Actor): Promise<string[]> {
  const lanes = await db().lane.findMany({
    where: { environmentId: visibleTo(actor).environments.where },
    distinct: ["application"],
    orderBy: { application: "asc" },
    select: { application: true },
  })
  return lanes.map((lane) => lane.application)
}

/** What filters by name offer: the applications by name, and the environments in promotion order. */
export async function listFilterNames(
  actor: Actor,
): Promise<{ applications: string[]; environments: string[] }> {
  const [applications, environments] = await Promise.all([
    listApplications(actor),
    readEnvironmentNames(actor),
  ])
  return { applications, environments }
}
