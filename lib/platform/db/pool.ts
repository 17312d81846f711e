import { AsyncLocalStorage } from "node:async_hooks"
import { type ClientBase, DatabaseError, Pool, type PoolClient } from "pg"
import { databaseUrl } from "@/lib/platform/env"
import { ConnectionFailed, PoolExhausted } from "./database-errors"

type OnConnect = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: unknown) => void,
) => void

/** Set around the start of a transaction, to know its connection: Prisma runs the transaction on it, but cannot COPY. */
export const connecting = new AsyncLocalStorage<{ connection: PoolClient | null }>()

/**
 * The driver reports a broken connection or an exhausted pool as a plain Error that differs only in its English message.
 * This pool maps each to a class of its own.
 */
class ClassifyingPool extends Pool {
  override connect(): Promise<PoolClient>
  override connect(callback: OnConnect): void
  override connect(callback?: OnConnect): Promise<PoolClient> | undefined {
    if (callback === undefined) return this.connectFor(connecting.getStore())
    super.connect((error, client, done) => {
      callback(error === undefined || error === null ? error : this.toError(error), client, done)
    })
    return undefined
  }

  private async connectFor(caller: { connection: PoolClient | null } | undefined): Promise<PoolClient> {
    const client = await super.connect().catch((error: unknown) => Promise.reject(this.toError(error)))
    if (caller !== undefined) caller.connection ??= client
    return client
  }

  /** The error of a timed-out wait for a free connection has neither a code nor a cause. */
  private toError(error: unknown): Error {
    const isPlain = error instanceof Error && !("code" in error) && error.cause === undefined
    return isPlain && !this.ending ? new PoolExhausted(error) : classified(error, false)
  }
}

/** A pool of at most `max` connections to the database. */
export function openPool(
  max: number,
  options: { queryTimeoutMs?: number; connectTimeoutMs?: number } = {},
): Pool {
  const pool = new ClassifyingPool({
    connectionString: databaseUrl(),
    max,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMillis: 30_000,
    query_timeout: options.queryTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  })
  pool.query = withClassifiedErrors(pool.query)
  pool.on("connect", (client: ClientBase) => {
    client.on("error", () => undefined)
    client.query = withClassifiedErrors(client.query)
  })
  // An idle connection that ends is replaced when it is needed.
  pool.on("error", () => undefined)
  return pool
}

/** Wraps a function so that it rejects, or calls back, with classified errors. */
function withClassifiedErrors<F extends (...args: never[]) => unknown>(query: F): F {
  return new Proxy(query, {
    apply(target, self, args: unknown[]) {
      const result: unknown = Reflect.apply(target, self, args.map(withClassifiedError))
      return result instanceof Promise
        ? result.catch((error: unknown) => Promise.reject(classified(error, true)))
        : result
    },
  })
}

function withClassifiedError(argument: unknown): unknown {
  if (typeof argument !== "function") return argument
  return (error: unknown, ...rest: unknown[]) =>
    Reflect.apply(argument, undefined, [
      error === null || error === undefined ? error : classified(error, true),
      ...rest,
    ])
}

/** Everything that is neither a server error nor a caller's mistake is a connection failure. */
export function classified(error: unknown, isAnswerLost: boolean): Error {
  const isKnown = [DatabaseError, TypeError, ConnectionFailed, PoolExhausted].some(
    (type) => error instanceof type,
  )
  return isKnown && error instanceof Error ? error : new ConnectionFailed(error, isAnswerLost)
}
