import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { compareOnLadder } from "./ladder"
import { resolveEnvironment } from "./resolve-environment"
import type { Environment, EnvironmentsQuery } from "./schema"
import { toEnvironment } from "./to-environment"

/**
 * The environments the caller may see, in promotion order and then those outside of it; members of families only where the
 * query names the family.
 */
export async function listEnvironments(
  actor: Actor,
  { includeArchived, family }: EnvironmentsQuery = { includeArchived: false },
): Promise<Environment[]> {
  const asked = family === undefined ? null : await resolveEnvironment(actor, family, "/family")
  const rows = await db().environment.findMany({
    where: {
      familyId: asked?.id ?? null,
      archivedAt: includeArchived ? undefined : null,
      id: actor.environmentIds === null ? undefined : { in: [...actor.environmentIds] },
    },
    include: { names: true },
  })
  return rows.map(toEnvironment).sort(compareOnLadder)
}
