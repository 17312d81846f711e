import { type Actor, maySeeEnvironment } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { didYouMean } from "@/lib/platform/nearest"
import { foldName } from "./environment-names"
import type { EnvironmentWithNames } from "./to-environment"

/** The stored environment with a name or alias; 404 also if the caller cannot access it. */
export async function findEnvironment(actor: Actor, name: string): Promise<EnvironmentWithNames> {
  const spelled = await db().environmentName.findMany({
    where: { OR: [{ name }, { folded: foldName(name) }] },
    include: { environment: { include: { names: true } } },
  })
  const found = spelled.find((one) => one.name === name) ?? spelled[0] ?? null
  if (found !== null && maySeeEnvironment(actor, found.environmentId)) return found.environment
  const known = await db().environmentName.findMany({
    where: {
      environmentId: actor.environmentIds === null ? undefined : { in: [...actor.environmentIds] },
      environment: { archivedAt: null, familyId: null },
    },
  })
  const near = didYouMean(
    name,
    known.map((one) => one.name),
  )
  throw new DomainError("not_found", `There is no environment "${name}".${near}`)
}
