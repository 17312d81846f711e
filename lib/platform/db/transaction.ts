import { AsyncLocalStorage } from "node:async_hooks"
import { prismaClient } from "./client"
import { CommitUncertain, isDatabaseUnavailable, isTransactionConflict } from "./database-errors"
import type { Prisma } from "./generated/client"
import { LastTransaction, lastTransaction, type OpenTransaction } from "./last-transaction"

const ambient = new AsyncLocalStorage<OpenTransaction>()
const attempts = 4

type Options = { timeout?: number }

/** Milliseconds that a transaction of bulk work, such as an import, may take. */
export const bulkTimeout = 600_000

/** The transaction under way, or the pool when there is none. */
export function db(): Prisma.TransactionClient {
  return (ambient.getStore() ?? lastTransaction.getStore()?.open)?.client ?? prismaClient()
}

/**
 * Runs `work` in one transaction, or in the one already under way, so that verbs compose. A deadlock or a
 * serialisation failure is run again; `work` must therefore have no effect outside the database, but for what it hands to
 * `afterCommit`. `timeout` is in milliseconds. Throws CommitUncertain where the commit itself fails.
 */
export async function transaction<T>(work: () => Promise<T>, options: Options = {}): Promise<T> {
  if (ambient.getStore() !== undefined) return work()
  const last = lastTransaction.getStore()
  if (last === undefined || !last.accepts) return runTransaction(work, options)
  await last.commit()
  return runLeased(last, work, options)
}

async function runTransaction<T>(
  work: () => Promise<T>,
  options: Options,
  beforeCommit?: (open: OpenTransaction, result: T) => Promise<void>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const afterCommit: (() => void)[] = []
    let [isWorked, isCommitting] = [false, false]
    try {
      const result = await prismaClient().$transaction(async (client) => {
        const open = { client, afterCommit }
        const done = await ambient.run(open, work)
        isWorked = true
        await beforeCommit?.(open, done)
        isCommitting = true
        return done
      }, options)
      for (const effect of afterCommit) effect()
      return result
    } catch (error) {
      // A result that was handed on cannot be taken back.
      const mayRunAgain = !isWorked || beforeCommit === undefined
      if (mayRunAgain && attempt < attempts && isTransactionConflict(error)) continue
      throw isCommitting && isDatabaseUnavailable(error) ? new CommitUncertain(error) : error
    }
  }
}

/** Answers the result of `work` before the commit, which `last` decides on. */
function runLeased<T>(last: LastTransaction, work: () => Promise<T>, options: Options): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const ended: Promise<void> = runTransaction(work, options, (open, result) =>
      last.hold(open, ended, () => resolve(result)),
    ).then(() => undefined)
    ended.catch(reject)
  })
}

/**
 * Runs `work`, then `finish` in the transaction that `work` ran last, so that both are committed or neither is; by itself
 * where there was none. That transaction is rolled back where either throws.
 */
export async function withLastTransaction<T>(
  work: () => Promise<T>,
  finish: (result: T) => Promise<void>,
): Promise<T> {
  const last = new LastTransaction()
  try {
    const result = await lastTransaction.run(last, async () => {
      const made = await work()
      await finish(made)
      return made
    })
    await last.end()
    return result
  } catch (error) {
    await last.rollBack(error)
    throw error
  }
}

/** Runs a single statement: by itself, which is faster, unless something else is to be written in its commit. */
export function singleStatement<T>(work: () => Promise<T>): Promise<T> {
  return lastTransaction.getStore()?.accepts === true ? transaction(work) : work()
}

/**
 * Called by whatever uses the network or starts a process, under its `name`: a transaction must not wait for either, since
 * it holds a connection of the pool. Throws in development and tests where one is under way.
 */
export async function leaveTransaction(name: string): Promise<void> {
  if (ambient.getStore() !== undefined && process.env.NODE_ENV !== "production") {
    throw new Error(`${name} was called inside a transaction`)
  }
  await lastTransaction.getStore()?.commit()
}

/** Runs `effect` when and only when the transaction under way has been committed; at once when there is none. */
export function afterCommit(effect: () => void): void {
  const open = ambient.getStore() ?? lastTransaction.getStore()?.open
  if (open === undefined || open === null) effect()
  else open.afterCommit.push(effect)
}

/** Runs `work` beside the transaction under way: what it writes stays, even where that one is rolled back. */
export function outsideTransaction<T>(work: () => Promise<T>): Promise<T> {
  return ambient.exit(() => lastTransaction.exit(work))
}
