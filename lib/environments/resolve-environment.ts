import { type Actor, maySeeEnvironment } from "@/lib/auth/actor"
import { db } from "@/lib/db/transaction"
import { DomainError, invalid } from "@/lib/errors"
import { didYouMean } from "@/lib/nearest"

export type EnvironmentRef = { id: string; name: string; rank: number; production: boolean }

/**
 * The environment behind a name or alias. An unknown one is a 422 that lists the configured ones; one outside the
 * caller's limit is a 403.
 */
export async function resolveEnvironment(actor: Actor, name: string): Promise<EnvironmentRef> {
  // One journey to the database, where Prisma would make two: every record begins with it.
  const [found] = await db().$queryRaw<EnvironmentRef[]>`
    SELECT e.id, e.name, e.rank, e.production FROM environment_name n JOIN environment e ON e.id = n.environment_id
    WHERE n.name = ${name}`
  if (found === undefined) throw await unknownEnvironment(name)
  if (maySeeEnvironment(actor, found.id)) return found
  throw new DomainError("forbidden", `This token is limited to other environments than ${found.name}.`, {
    code: "environment_not_allowed",
  })
}

async function unknownEnvironment(name: string): Promise<DomainError> {
  const environments = await db().environment.findMany({ orderBy: [{ rank: "asc" }, { name: "asc" }] })
  const names = environments.map((environment) => environment.name)
  const message = `There is no environment "${name}". Configured are: ${names.join(", ")}.${didYouMean(name, names)}`
  return invalid("/environment", message, "unknown_environment")
}

/** For reads with an optional filter: null when none is asked for. */
export async function resolveOptionalEnvironment(
  actor: Actor,
  name: string | undefined,
): Promise<EnvironmentRef | null> {
  return name === undefined ? null : resolveEnvironment(actor, name)
}
