import type { Actor } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { db } from "@/lib/platform/db/transaction"

/** An application and an environment it was ever deployed in. */
export type LaneName = { application: string; environment: string }

/**
 * Every combination of application and environment with deployments that the caller can see, in promotion order.
 * Members of a family count as the family; archived environments are excluded.
 */
export async function listLanes(actor: Actor): Promise<LaneName[]> {
  const environments = await readEnvironments(actor)
  const byId = new Map(environments.flatMap((one) => one.ids.map((id) => [id, one])))
  const lanes = await db().lane.findMany({
    where: { environmentId: { in: [...byId.keys()] } },
    orderBy: { application: "asc" },
  })
  const named = Map.groupBy(lanes, ({ environmentId }) => byId.get(environmentId)?.name)
  return environments.flatMap(({ name }) => {
    const applications = new Set(named.get(name)?.map(({ application }) => application))
    return [...applications].map((application) => ({ application, environment: name }))
  })
}

/** The first and last deployedAt visible to the caller; null if there are no deployments. */
export async function readExtent(actor: Actor): Promise<{ first: Date; last: Date } | null> {
  const { _min, _max } = await db().deployment.aggregate({
    where: { environmentId: scopeOf(actor).environments.where },
    _min: { deployedAt: true },
    _max: { deployedAt: true },
  })
  return _min.deployedAt && _max.deployedAt ? { first: _min.deployedAt, last: _max.deployedAt } : null
}

/** The names of all applications ever deployed in environments the caller can see, sorted. */
export async function listApplications(actor: Actor): Promise<string[]> {
  const lanes = await db().lane.findMany({
    where: { environmentId: scopeOf(actor).environments.where },
    distinct: ["application"],
    orderBy: { application: "asc" },
    select: { application: true },
  })
  return lanes.map((lane) => lane.application)
}
