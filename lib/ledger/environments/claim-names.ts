import { isUniqueViolation } from "@/lib/platform/db/database-errors"
import { db } from "@/lib/platform/db/transaction"
import { DomainError, invalid } from "@/lib/platform/errors"
import { foldName } from "./environment-names"

/** Throws a 422 where an environment's own name is among its aliases. */
export function requireDistinctNames(name: string, aliases: readonly string[]): void {
  const index = aliases.findIndex((alias) => foldName(alias) === foldName(name))
  if (index >= 0)
    throw invalid(`/aliases/${index}`, `${name} is the name itself; leave it out of the aliases.`)
}

/** The rows of an environment's own name and its aliases. */
export function nameRows(name: string, aliases: readonly string[]) {
  return [
    { name, folded: foldName(name), alias: false },
    ...aliases.map((alias) => ({ name: alias, folded: foldName(alias), alias: true })),
  ]
}

/** Throws a 409 that says which of these names another environment has. */
export async function requireFreeNames(
  names: readonly string[],
  environmentId: string | null,
): Promise<void> {
  const taken = await db().environmentName.findFirst({
    where: {
      OR: [{ name: { in: [...names] } }, { folded: { in: names.map(foldName) } }],
      NOT: environmentId === null ? undefined : { environmentId },
    },
    include: { environment: true },
  })
  if (taken !== null)
    throw nameTaken(`${taken.name} already names the environment ${taken.environment.name}.`)
}

/** Runs `work`, and tells the loser of a race for a name what a look before would have told. */
export async function onTakenName<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    if (isUniqueViolation(error)) throw nameTaken("One of these names was just given to another environment.")
    throw error
  })
}

function nameTaken(sentence: string): DomainError {
  return new DomainError("conflict", sentence, { code: "environment_name_taken" })
}
