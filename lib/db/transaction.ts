import { AsyncLocalStorage } from "node:async_hooks"
import { prismaClient } from "./client"
import { isTransactionConflict } from "./database-errors"
import type { Prisma } from "./generated/client"

type UnderWay = { client: Prisma.TransactionClient; afterCommit: (() => void)[] }

const ambient = new AsyncLocalStorage<UnderWay>()
const attempts = 4

/** Milliseconds that a transaction of bulk work, such as an import, may take. */
export const bulkTimeout = 600_000

/** The transaction under way, or the pool when there is none. */
export function db(): Prisma.TransactionClient {
  return ambient.getStore()?.client ?? prismaClient()
}

/**
 * Runs `work` in one transaction, or in the one already under way, so that verbs compose. A deadlock or a
 * serialisation failure is run again; `work` must therefore have no effect outside the database, but for what it hands to
 * `afterCommit`. `timeout` is in milliseconds.
 */
export async function transaction<T>(work: () => Promise<T>, options: { timeout?: number } = {}): Promise<T> {
  if (ambient.getStore() !== undefined) return work()
  for (let attempt = 1; ; attempt++) {
    const effects: (() => void)[] = []
    try {
      const result = await prismaClient().$transaction(
        (client) => ambient.run({ client, afterCommit: effects }, work),
        options,
      )
      for (const effect of effects) effect()
      return result
    } catch (error) {
      if (attempt === attempts || !isTransactionConflict(error)) throw error
    }
  }
}

/** Runs `effect` when and only when the transaction under way has been committed; at once when there is none. */
export function afterCommit(effect: () => void): void {
  const underWay = ambient.getStore()
  if (underWay === undefined) effect()
  else underWay.afterCommit.push(effect)
}

/** Runs `work` beside the transaction under way: what it writes stays, even where that one is rolled back. */
export function apart<T>(work: () => Promise<T>): Promise<T> {
  return ambient.exit(work)
}
