import type { Actor } from "@/lib/identity/auth/actor"
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
