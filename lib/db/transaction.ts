import { AsyncLocalStorage } from "node:async_hooks"
import { prismaClient } from "./client"
import { isTransactionConflict } from "./database-errors"
import type { Prisma } from "./generated/client"

const ambient = new AsyncLocalStorage<Prisma.TransactionClient>()
const attempts = 4

/** Milliseconds that a transaction of bulk work, such as an import, may take. */
export const bulkTimeout = 600_000

/** The transaction under way, or the pool when there is none. */
export function db(): Prisma.TransactionClient {
  return ambient.getStore() ?? prismaClient()
}

/**
 * Runs `work` in one transaction, or in the one already under way, so that verbs compose. A deadlock or a
 * serialisation failure is run again; `work` must therefore have no effect outside the database. `timeout` is in
 * milliseconds.
 */
export async function transaction<T>(work: () => Promise<T>, options: { timeout?: number } = {}): Promise<T> {
  if (ambient.getStore() !== undefined) return work()
  for (let attempt = 1; ; attempt++) {
    try {
      return await prismaClient().$transaction((client) => ambient.run(client, work), options)
    } catch (error) {
      if (attempt === attempts || !isTransactionConflict(error)) throw error
    }
  }
}

/** Runs `work` beside the transaction under way: what it writes stays, even where that one is rolled back. */
export function apart<T>(work: () => Promise<T>): Promise<T> {
  return ambient.exit(work)
}
