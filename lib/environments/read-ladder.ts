import type { Actor } from "@/lib/auth/actor"
import { db } from "@/lib/db/transaction"
import { compareOnLadder } from "./ladder"
import type { EnvironmentRef } from "./resolve-environment"

/** The environments the caller may see, in rank order. */
export async function readLadder(actor: Actor): Promise<EnvironmentRef[]> {
  const rows = await db().environment.findMany({
    where: actor.environmentIds === null ? {} : { id: { in: [...actor.environmentIds] } },
    select: { id: true, name: true, rank: true, production: true },
  })
  return rows.sort(compareOnLadder)
}
