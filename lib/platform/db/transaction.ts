import { AsyncLocalStorage } from "node:async_hooks"
import {
  type CustomTypesConfig,
  type Pool,
  type PoolClient,
  type QueryResult,
  type QueryResultRow,
  types,
} from "pg"
import { ProcessSingleton } from "@/lib/platform/process-singleton"
import { connectionPool, prismaClient } from "./client"
import { CommitUncertain, isDatabaseUnavailable, isTransactionConflict } from "./database-errors"
import { Prisma } from "./generated/client"
import { literalSql } from "./literal-sql"
import { connecting } from "./pool"
import { freshnessSql, preferReplica, ReplicaLags } from "./replica"

const ambientStorage = new ProcessSingleton<AsyncLocalStorage<OpenTransaction>>("transaction")
const ambient = () => ambientStorage.get(() => new AsyncLocalStorage())
const lastStorage = new ProcessSingleton<AsyncLocalStorage<LastTransaction>>("last-transaction")
const lastTransaction = () => lastStorage.get(() => new AsyncLocalStorage())
const attempts = 4

type Options = { timeout?: number; isolationLevel?: "RepeatableRead" }

/** The time limit in milliseconds for a transaction of bulk work, such as an import. */
export const bulkTimeout = 600_000

const openTransaction = () => ambient().getStore() ?? lastTransaction().getStore()?.open

/** The open transaction, or the pool if there is none. */
export function db(): Prisma.TransactionClient {
  const open = openTransaction()
  if (open?.client === null) throw new Error("Read an sqlSnapshot with query()")
  return open?.client ?? prismaClient()
}

const withBigInt: CustomTypesConfig = {
  getTypeParser: (type, format) =>
    type === types.builtins.INT8 ? BigInt : types.getTypeParser(type, format),
}

/**
 * Runs one statement without Prisma's layers, which cost more than a short statement itself: for frequent queries.
 * Joins the open transaction, like `db()`.
 */
export async function query<Row extends QueryResultRow>(sql: Prisma.Sql): Promise<Row[]> {
  const open = openTransaction()
  if (open?.client) return open.client.$queryRaw<Row[]>(sql)
  if (open?.begin) return open.begin<Row>(sql)
  const { rows } = await (open?.connection ?? connectionPool()).query<Row>({
    text: sql.text,
    values: sql.values,
    types: withBigInt,
  })
  return rows
}

/** The database's clock, for comparing times with other processes, whose clocks may differ. */
export async function databaseTime(): Promise<Date> {
  const [row] = await query<{ now: Date }>(Prisma.sql`SELECT clock_timestamp() AS now`)
  if (row === undefined) throw new Error("The database returned no time")
  return row.now
}

/**
 * Runs `work` in one transaction, or in the open one, so that functions compose. It is retried after a deadlock or a
 * serialization failure; `work` must therefore have no effects outside the database, except those passed to `afterCommit`.
 * `timeout` is in milliseconds. Throws CommitUncertain if the commit itself fails.
 */
export async function transaction<T>(work: () => Promise<T>, options: Options = {}): Promise<T> {
  if (isTransactionOpen()) return work()
  const last = lastTransaction().getStore()
  if (last === undefined || !last.accepts) return runTransaction(work, options)
  await last.commit()
  // What is written next may have changed since an older snapshot, such as the lease of an Idempotency-Key.
  if (options.isolationLevel !== undefined) return runTransaction(work, options)
  return runLeased(last, work, options)
}

/** Runs reads that all see the same snapshot, or joins the open transaction if there is one. */
export function snapshot<T>(work: () => Promise<T>): Promise<T> {
  return transaction(work, { timeout: bulkTimeout, isolationLevel: "RepeatableRead" })
}

/**
 * A snapshot for reads that may lag behind by seconds: those of long periods, which go to a replica if there is one and may be
 * repeated. They use `query`, which the first must be, and `copyOut`, without the layers of Prisma. The snapshot begins with
 * the first of them and does not wait for its end, because each message to the database takes as long as a short statement.
 */
export async function sqlSnapshot<T>(work: () => Promise<T>): Promise<T> {
  if (isTransactionOpen()) return work()
  await lastTransaction().getStore()?.commit()
  return preferReplica((pool, isReplica) => readSnapshot(pool, isReplica, work))
}

async function readSnapshot<T>(pool: Pool, isReplica: boolean, work: () => Promise<T>): Promise<T> {
  const connection = await pool.connect()
  const open: OpenTransaction = { client: null, connection, afterCommit: [] }
  open.begin = async <Row extends QueryResultRow>(first: Prisma.Sql) => {
    open.begin = undefined
    const firstStatement = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    const text = [firstStatement, ...(isReplica ? [freshnessSql] : []), literalSql(first)].join(";")
    const response: unknown = await connection.query({ text, types: withBigInt })
    const results = response as QueryResult<Row>[]
    if (isReplica && results[1]?.rowCount === 0) throw new ReplicaLags()
    return results.at(-1)?.rows ?? []
  }
  try {
    const result = await ambient().run(open, work)
    connection.query("COMMIT").then(
      () => connection.release(),
      () => connection.release(true),
    )
    return result
  } catch (error) {
    // Its state is unknown, so no other transaction may begin on it.
    connection.release(true)
    throw error
  }
}

async function runTransaction<T>(
  work: () => Promise<T>,
  options: Options,
  beforeCommit?: (open: OpenTransaction, result: T) => Promise<void>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const afterCommit: (() => void)[] = []
    let isWorked = false
    let isCommitting = false
    try {
      const started: { connection: PoolClient | null } = { connection: null }
      const startTransaction = (run: (client: Prisma.TransactionClient) => Promise<T>) =>
        connecting().run(started, () => prismaClient().$transaction(run, options))
      const result = await startTransaction(async (client) => {
        const open = { client, connection: started.connection, afterCommit }
        const outcome = await ambient().run(open, work)
        isWorked = true
        await beforeCommit?.(open, outcome)
        isCommitting = true
        return outcome
      })
      for (const effect of afterCommit) effect()
      return result
    } catch (error) {
      // A result that was passed on cannot be undone by a retry.
      const mayRunAgain = !isWorked || beforeCommit === undefined
      if (mayRunAgain && attempt < attempts && isTransactionConflict(error)) continue
      throw isCommitting && isDatabaseUnavailable(error) ? new CommitUncertain(error) : error
    }
  }
}

/** Returns the result of `work` before the commit, which `last` controls. */
function runLeased<T>(last: LastTransaction, work: () => Promise<T>, options: Options): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const ended: Promise<void> = runTransaction(work, options, (open, result) =>
      last.hold(open, ended, () => resolve(result)),
    ).then(() => undefined)
    ended.catch(reject)
  })
}

/**
 * Runs `work`, then `finish` in the last transaction that `work` ran, so that both are committed or neither is; in its own
 * transaction if there was none. That transaction is rolled back if either throws.
 */
export async function withLastTransaction<T>(
  work: () => Promise<T>,
  finish: (result: T) => Promise<void>,
): Promise<T> {
  const last = new LastTransaction()
  try {
    const result = await lastTransaction().run(last, async () => {
      const result = await work()
      await finish(result)
      return result
    })
    await last.end()
    return result
  } catch (error) {
    await last.rollBack(error)
    throw error
  }
}

/** The connection of the open transaction, for COPY. */
export function openConnection(): PoolClient {
  const connection = ambient().getStore()?.connection
  if (!connection) throw new Error("No transaction is open")
  return connection
}

export const isTransactionOpen = () => ambient().getStore() !== undefined

/** Whether writes now belong to the commit of something else, such as a stored response. */
export function isCommitShared(): boolean {
  return isTransactionOpen() || lastTransaction().getStore()?.accepts === true
}

/**
 * Called by every function that uses the network or starts a process, with its `name`: a transaction must not wait for
 * either, because it holds a connection of the pool. Throws in development and tests if a transaction is open.
 */
export async function leaveTransaction(name: string): Promise<void> {
  if (isTransactionOpen() && process.env.NODE_ENV !== "production") {
    throw new Error(`${name} was called inside a transaction`)
  }
  await lastTransaction().getStore()?.commit()
}

/** Runs `effect` only if and after the open transaction commits; immediately if there is none. */
export function afterCommit(effect: () => void): void {
  const open = openTransaction()
  if (open === undefined || open === null) effect()
  else open.afterCommit.push(effect)
}

/** Runs `work` outside the open transaction: its writes persist even if that transaction is rolled back. */
export function outsideTransaction<T>(work: () => Promise<T>): Promise<T> {
  return ambient().exit(() => lastTransaction().exit(work))
}

type OpenTransaction = {
  /** Null in an `sqlSnapshot`. */
  client: Prisma.TransactionClient | null
  connection: PoolClient | null
  afterCommit: (() => void)[]
  /** Begins an `sqlSnapshot` with its first statement. */
  begin?: <Row extends QueryResultRow>(first: Prisma.Sql) => Promise<Row[]>
}

type OpenedTransaction = OpenTransaction & {
  commit: () => void
  rollBack: (error: unknown) => void
  ended: Promise<void>
}

/**
 * Keeps the last transaction of a task open until something that belongs in the same commit is written. A transaction that
 * turns out not to be the last is committed as soon as another one begins or the network is used.
 */
class LastTransaction {
  private openTransaction: OpenedTransaction | null = null
  private isOver = false

  get open(): OpenTransaction | null {
    return this.openTransaction
  }

  /** False after the end, when work left running in the background may still start transactions. */
  get accepts(): boolean {
    return !this.isOver
  }

  /**
   * Called by the transaction itself when its work is done: waits for the decision to commit or to roll back, which
   * rejects. `onHeld` is called once the transaction is known to be open. `ended` resolves after the database has responded.
   */
  async hold(transaction: OpenTransaction, ended: Promise<void>, onHeld: () => void): Promise<void> {
    await this.commit()
    await new Promise<void>((commit, rollBack) => {
      this.openTransaction = { ...transaction, commit, rollBack, ended }
      onHeld()
      if (this.isOver) commit()
    })
  }

  /** Commits the open transaction, if there is one. */
  async commit(): Promise<void> {
    const { openTransaction } = this
    this.openTransaction = null
    openTransaction?.commit()
    await openTransaction?.ended
  }

  async end(): Promise<void> {
    this.isOver = true
    await this.commit()
  }

  async rollBack(error: unknown): Promise<void> {
    this.isOver = true
    const { openTransaction } = this
    this.openTransaction = null
    openTransaction?.rollBack(error)
    await openTransaction?.ended.catch(() => undefined)
  }
}
