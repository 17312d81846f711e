import type { Pool } from "pg"
import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { connectionPool, replicaPool } from "./client"

/** Three heartbeats of a worker. Without a running worker, no replica is used. */
const maxLagSeconds = 15
const unusedMs = 30_000

/**
 * One row unless the replica lags. A worker's heartbeat shows that on every kind of replica, and without special rights, while
 * the functions of PostgreSQL are the same for a replica that lags and a primary that has nothing to write.
 */
export const freshnessSql = `
  SELECT 1 FROM seen_worker WHERE last_seen_at > clock_timestamp() - interval '${maxLagSeconds} seconds' LIMIT 1`

export class ReplicaLags extends Error {
  constructor() {
    super(`The replica lacks every heartbeat of a worker in the last ${maxLagSeconds} seconds`)
    this.name = "ReplicaLags"
  }
}

let unusedUntil = 0

/**
 * Reads from the replica of DATABASE_REPLICA_URL, if there is one. `read` is repeated on the primary if it fails there, for
 * example because the replica lags or cancels what conflicts with its replay; then it is not used for half a minute.
 */
export async function preferReplica<T>(read: (pool: Pool, isReplica: boolean) => Promise<T>): Promise<T> {
  const replica = Date.now() < unusedUntil ? null : replicaPool()
  if (replica === null) return read(connectionPool(), false)
  try {
    return await read(replica, true)
  } catch (err) {
    if (err instanceof DomainError) throw err
    unusedUntil = Date.now() + unusedMs
    log.warn({ err }, "the replica is not used for 30 seconds")
    return read(connectionPool(), false)
  }
}

/** Whether the replica does not lag; null without one. Throws if it does not respond. */
export async function isReplicaFresh(): Promise<boolean | null> {
  const result = await replicaPool()?.query(freshnessSql)
  return result === undefined ? null : result.rowCount === 1
}
