import { isUniqueViolation } from "@/lib/platform/db/database-errors"
import { db } from "@/lib/platform/db/transaction"
import { DomainError, invalid } from "@/lib/platform/errors"
import { foldName } from "./environment-names"

/** Throws a 422 if an environment's own name is among its aliases. */
export function requireDistinctNames(name: string, aliases: readonly string[]): void {
  const index = aliases.findIndex((alias) => foldName(alias) === foldName(name))
  if (index >= 0)
    throw invalid(`/aliases/${index}`, `${name} is the name of the environment. Remove it from the aliases.`)
}

/** The rows for an environment's name and aliases. */
export function nameRows(name: string, aliases: readonly string[]) {
  return [
    { name, folded: foldName(name), alias: false },
    ...aliases.map((alias) => ({ name: alias, folded: foldName(alias), alias: true })),
  ]
}

/** Throws a 409 that says which of these names is used by another environment. */
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
    throw nameTaken(
      `${taken.name} is already used by the environment ${taken.environment.name}. Choose another name.`,
    )
}

/** Runs `work`, and maps a unique violation of a concurrent request to the same error as the check before it. */
export async function onTakenName<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    if (isUniqueViolation(error))
      throw nameTaken("One of these names was just taken by another environment. Choose another name.")
    throw error
  })
}

function nameTaken(sentence: string): DomainError {
  return new DomainError("conflict", sentence, { code: "environment_name_taken" })
}
