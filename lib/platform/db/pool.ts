import { AsyncLocalStorage } from "node:async_hooks"
import { finished, Readable, Writable } from "node:stream"
import { DatabaseError, Pool, type PoolClient } from "pg"
import { databaseUrl } from "@/lib/platform/env"
import { ProcessSingleton } from "@/lib/platform/process-singleton"
import { ConnectionFailed, PoolExhausted } from "./database-errors"
import { ConnectionWatch, WatchedClient } from "./watched-client"

type OnConnect = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: unknown) => void,
) => void

/**
 * Set around the start of a transaction to capture its connection: Prisma runs the transaction on it, but cannot COPY.
 */
export const connecting = () => connectingStorage.get(() => new AsyncLocalStorage())
const connectingStorage = new ProcessSingleton<AsyncLocalStorage<{ connection: PoolClient | null }>>(
  "connecting",
)

/**
 * The driver reports a broken connection or an exhausted pool as a plain Error that differs only in its English
 * message. This pool maps each to its own class.
 */
class ClassifyingPool extends Pool {
  override connect(): Promise<PoolClient>
  override connect(callback: OnConnect): void
  override connect(callback?: OnConnect): Promise<PoolClient> | undefined {
    if (callback === undefined) return this.connectFor(connecting().getStore())
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

  /** The error of a timed-out wait for a free connection has neither a code nor a cause, and the pool is full. */
  private toError(error: unknown): Error {
    const isPlain = error instanceof Error && !("code" in error) && error.cause === undefined
    const isFull = this.totalCount >= this.options.max
    return isPlain && isFull && !this.ending ? new PoolExhausted(error) : classified(error, false)
  }
}

type PoolOptions = { queryTimeoutMs?: number; connectTimeoutMs?: number; replicaUrl?: string }

/** A pool of at most `max` connections to the primary, or to a replica, which may be a standby. */
export function openPool(max: number, options: PoolOptions = {}): Pool {
  const isReplica = options.replicaUrl !== undefined
  const watch = new ConnectionWatch()
  const pool = new ClassifyingPool({
    Client: WatchedClient,
    connectionString: options.replicaUrl ?? databaseUrl(),
    max,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMillis: 30_000,
    query_timeout: options.queryTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    verify: (client, done) => {
      if (client instanceof WatchedClient && !isReplica) client.identifyServer().then(() => done(), done)
      else done()
    },
  })
  pool.query = withClassifiedErrors(pool.query)
  pool.on("connect", (client) => {
    client.on("error", () => undefined)
    if (!(client instanceof WatchedClient)) return
    client.query = withClassifiedErrors(client.query, () => client.begin())
    if (!isReplica) watch.add(client)
  })
  pool.on("remove", (client) => {
    if (client instanceof WatchedClient) watch.remove(client)
  })
  // An idle connection that ends is replaced when the next one is needed.
  pool.on("error", () => undefined)
  return pool
}

/**
 * Wraps a function so that it rejects, or calls back, with classified errors. `begin` is called before it, and the
 * function that `begin` returns afterwards.
 */
function withClassifiedErrors<F extends (...args: never[]) => unknown>(
  query: F,
  onStart: () => () => void = () => () => undefined,
): F {
  return new Proxy(query, {
    apply(target, self, args: unknown[]) {
      const end = onStart()
      const result: unknown = Reflect.apply(
        target,
        self,
        args.map((argument) => withClassifiedError(argument, end)),
      )
      if (result instanceof Promise)
        return result.finally(end).catch((error: unknown) => Promise.reject(classified(error, true)))
      if (result instanceof Readable || result instanceof Writable) finished(result, end)
      else if (!args.some((argument) => typeof argument === "function")) end()
      return result
    },
  })
}

function withClassifiedError(argument: unknown, end: () => void): unknown {
  if (typeof argument !== "function") return argument
  return (error: unknown, ...rest: unknown[]) => {
    end()
    const classifiedError = error === null || error === undefined ? error : classified(error, true)
    return Reflect.apply(argument, undefined, [classifiedError, ...rest])
  }
}

/** Everything that is neither a server error nor a caller's mistake is a connection failure. */
export function classified(error: unknown, isResponseLost: boolean): Error {
  const isClassified = [DatabaseError, TypeError, ConnectionFailed, PoolExhausted].some(
    (type) => error instanceof type,
  )
  return isClassified && error instanceof Error ? error : new ConnectionFailed(error, isResponseLost)
}
