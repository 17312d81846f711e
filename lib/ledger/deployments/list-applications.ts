import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"

/** The names of all applications ever deployed in environments the caller can see, sorted. */
export async function listApplications(actor: Actor): Promise<string[]> {
  const lanes = await db().lane.findMany({
    where: actor.environmentIds === null ? {} : { environmentId: { in: [...actor.environmentIds] } },
    distinct: ["application"],
    orderBy: { application: "asc" },
    select: { application: true },
  })
  return lanes.map((lane) => lane.application)
}
