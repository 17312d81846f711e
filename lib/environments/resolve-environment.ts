import { type Actor, maySeeEnvironment } from "@/lib/auth/actor"
import { db } from "@/lib/db/transaction"
import { DomainError, invalid } from "@/lib/errors"
import { didYouMean } from "@/lib/nearest"

export type EnvironmentRef = { id: string; name: string; rank: number; production: boolean }

/**
 * The environment behind a name or alias. An unknown one is a 422 that lists those the caller may see; one outside the
 * caller's limit is a 403 that repeats only what the caller named.
 */
export async function resolveEnvironment(actor: Actor, name: string): Promise<EnvironmentRef> {
  // One journey to the database, where Prisma would make two: every record begins with it.
  const [found] = await db().$queryRaw<EnvironmentRef[]>`
    SELECT e.id, e.name, e.rank, e.production FROM environment_name n JOIN environment e ON e.id = n.environment_id
    WHERE n.name = ${name}`
  if (found === undefined) throw await unknownEnvironment(actor, name)
  if (maySeeEnvironment(actor, found.id)) return found
  throw new DomainError("forbidden", `This token is limited to other environments than "${name}".`, {
    code: "environment_not_allowed",
  })
}

async function unknownEnvironment(actor: Actor, name: string): Promise<DomainError> {
  const environments = await db().environment.findMany({
    where: actor.environmentIds === null ? {} : { id: { in: [...actor.environmentIds] } },
    orderBy: [{ rank: "asc" }, { name: "asc" }],
  })
  const names = environments.map((environment) => environment.name)
  const which = actor.environmentIds === null ? "Configured are" : "This token may name"
  const message = `There is no environment "${name}". ${which}: ${names.join(", ")}.${didYouMean(name, names)}`
  return invalid("/environment", message, "unknown_environment")
}

/** For reads with an optional filter: null when none is asked for. */
export async function resolveOptionalEnvironment(
  actor: Actor,
  name: string | undefined,
): Promise<EnvironmentRef | null> {
  return name === undefined ? null : resolveEnvironment(actor, name)
}
