import { isEnvironmentArchived } from "@/lib/platform/db/database-errors"
import { db } from "@/lib/platform/db/transaction"

/**
 * Keeps these environments from being archived until the transaction ends. One that is archived already fails the
 * transaction; `retryIfArchived` around it resolves the environment again.
 */
export async function requireOpenEnvironments(ids: readonly string[]): Promise<void> {
  await db().$executeRaw`
    SELECT require_open_environment(id) FROM unnest(${[...ids]}::uuid[]) AS open(id)`
}

/**
 * Runs `work`, which resolves an environment and records into it; again where the environment was archived in between.
 * Then it is refused, or a member of a family is restored.
 */
export function retryIfArchived<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    if (!isEnvironmentArchived(error)) throw error
    return work()
  })
}
