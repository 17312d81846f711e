import type { Actor } from "@/lib/auth/actor"
import { db } from "@/lib/db/transaction"
import { compareOnLadder } from "./ladder"
import type { Environment } from "./schema"
import { toEnvironment } from "./to-environment"

/** The environments the caller may see, in rank order. */
export async function listEnvironments(actor: Actor): Promise<Environment[]> {
  const rows = await db().environment.findMany({
    where: actor.environmentIds === null ? {} : { id: { in: [...actor.environmentIds] } },
    include: { names: true },
  })
  return rows.map(toEnvironment).sort(compareOnLadder)
}
