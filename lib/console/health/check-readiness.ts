import { setTimeout as sleep } from "node:timers/promises"
import { readWatchReports } from "@/lib/fleet/cluster-watch/list-clusters"
import { isWorkerSeen } from "@/lib/fleet/worker-registry/list-workers"
import { compareMigrations } from "@/lib/platform/db/compare-migrations"
import { log } from "@/lib/platform/log"

export type Check = "ok" | "away" | "behind" | "unknown"
type Readiness = {
  ready: boolean
  /** `worker` and `cluster` are informational only: without them everything except release changes works. */
  checks: { database: Check; migrations: Check; worker: Check; cluster: Check }
}

const waitMs = 3_000

/**
 * Whether this process can serve requests: the database responds and has all migrations of this build. For clusters it
 * reports the last result of their watch, without contacting them.
 */
export async function checkReadiness(): Promise<Readiness> {
  try {
    const migrations = (await inTime(compareMigrations())).missing.length === 0 ? "ok" : "behind"
    const otherParts = migrations === "ok" ? await inTime(checkWorkerAndCluster()) : unknownParts
    return { ready: migrations === "ok", checks: { database: "ok", migrations, ...otherParts } }
  } catch (error) {
    log.warn({ err: error }, "not ready")
    return { ready: false, checks: { database: "away", migrations: "unknown", ...unknownParts } }
  }
}

const unknownParts = { worker: "unknown", cluster: "unknown" } as const

/** All watched clusters must be reachable; without a watcher the state is unknown. */
async function checkWorkerAndCluster(): Promise<Pick<Readiness["checks"], "worker" | "cluster">> {
  const [worker, reports] = await Promise.all([isWorkerSeen(), readWatchReports()])
  const followed = [...reports.values()].filter(({ following }) => following)
  const isReachable = followed.every(({ reachable }) => reachable)
  return {
    worker: worker ? "ok" : "away",
    cluster: followed.length === 0 ? "unknown" : isReachable ? "ok" : "away",
  }
}

/** A database that accepts connections but never responds must not block the probe. */
function inTime<T>(work: Promise<T>): Promise<T> {
  const timeout = sleep(waitMs, null, { ref: false }).then(() => {
    throw new Error("The database did not respond in time.")
  })
  return Promise.race([work, timeout])
}
