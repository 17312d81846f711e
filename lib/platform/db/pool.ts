import { type ClientBase, DatabaseError, Pool, type PoolClient } from "pg"
import { databaseUrl } from "@/lib/platform/env"
import { ConnectionFailed, PoolExhausted } from "./database-errors"

type OnConnect = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: unknown) => void,
) => void

/**
 * The driver reports a broken connection or a full pool as a plain Error that only its English words tell from others.
 * This pool gives each a class of its own.
 */
class ClassifyingPool extends Pool {
  override connect(): Promise<PoolClient>
  override connect(callback: OnConnect): void
  override connect(callback?: OnConnect): Promise<PoolClient> | undefined {
    if (callback === undefined)
      return super.connect().catch((error: unknown) => Promise.reject(this.toError(error)))
    super.connect((error, client, done) => {
      callback(error === undefined || error === null ? error : this.toError(error), client, done)
    })
    return undefined
  }

  /** What ends a wait for a free connection carries neither a code nor a cause. */
  private toError(error: unknown): Error {
    const isPlain = error instanceof Error && !("code" in error) && error.cause === undefined
    return isPlain && !this.ending ? new PoolExhausted(error) : classified(error, false)
  }
}

/** A pool of connections to the database, at most `max`. */
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

/** A function that rejects, or calls back, with errors that have a class. */
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

/** Whatever is neither the server's answer nor a mistake of the caller's is a failure of the connection. */
function classified(error: unknown, isAnswerLost: boolean): Error {
  const isKnown = [DatabaseError, TypeError, ConnectionFailed, PoolExhausted].some(
    (type) => error instanceof type,
  )
  return isKnown && error instanceof Error ? error : new ConnectionFailed(error, isAnswerLost)
}
