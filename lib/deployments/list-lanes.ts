import type { Actor } from "@/lib/auth/actor"
import { db } from "@/lib/db/transaction"
import { compareOnLadder } from "@/lib/environments/ladder"

/** Where an application was ever deployed. */
export type LaneName = { application: string; environment: string }

/** Every application and environment that belong together, as far as the caller may look, in rank order. */
export async function listLanes(actor: Actor): Promise<LaneName[]> {
  const lanes = await db().lane.findMany({
    where: actor.environmentIds === null ? {} : { environmentId: { in: [...actor.environmentIds] } },
    orderBy: { application: "asc" },
    select: { application: true, environment: { select: { name: true, rank: true } } },
  })
  return lanes
    .sort((a, b) => compareOnLadder(a.environment, b.environment))
    .map(({ application, environment }) => ({ application, environment: environment.name }))
}
