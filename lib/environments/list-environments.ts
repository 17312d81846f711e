import type { Actor } from "@/lib/auth/actor"
import { db } from "@/lib/db/transaction"
import { compareOnLadder } from "./ladder"
import type { Environment, EnvironmentsQuery } from "./schema"
import { toEnvironment } from "./to-environment"

/** The environments the caller may see, in promotion order and then those beside it; members of families are left out. */
export async function listEnvironments(
  actor: Actor,
  { includeArchived }: EnvironmentsQuery = { includeArchived: false },
): Promise<Environment[]> {
  const rows = await db().environment.findMany({
    where: {
      familyId: null,
      archivedAt: includeArchived ? undefined : null,
      id: actor.environmentIds === null ? undefined : { in: [...actor.environmentIds] },
    },
    include: { names: true },
  })
  return rows.map(toEnvironment).sort(compareOnLadder)
}
