import { conflict } from "@/lib/platform/errors"
import type { DeploymentStatus } from "./schema"

const allowed: Record<DeploymentStatus, readonly DeploymentStatus[]> = {
  PENDING: ["DEPLOYED", "FAILED", "ROLLED_BACK"],
  DEPLOYED: ["ROLLED_BACK"],
  FAILED: ["ROLLED_BACK"],
  ROLLED_BACK: [],
}

/** The progress of a status; a late report of an earlier stage changes nothing. */
const stage: Record<DeploymentStatus, number> = { PENDING: 0, DEPLOYED: 1, FAILED: 1, ROLLED_BACK: 2 }

export const finished: Record<DeploymentStatus, boolean> = {
  PENDING: false,
  DEPLOYED: true,
  FAILED: true,
  ROLLED_BACK: true,
}

export type ReachingRecord = {
  status: DeploymentStatus
  statusBeforeRollback: DeploymentStatus | null
}

/**
 * Whether the version reached the environment. A failed deployment never did, even if it is later marked as rolled
 * back. `has_reached` is the SQL equivalent.
 */
export function hasReached({ status, statusBeforeRollback }: ReachingRecord): boolean {
  return status === "DEPLOYED" || (status === "ROLLED_BACK" && statusBeforeRollback !== "FAILED")
}

/** Throws a 409 that names both statuses, unless the change is allowed or there is none. */
export function requireTransition(from: DeploymentStatus, to: DeploymentStatus): void {
  if (from === to || allowed[from].includes(to)) return
  const choices = allowed[from].length === 0 ? "no other status" : allowed[from].join(" or ")
  throw conflict(
    `A deployment with status ${from} cannot change to ${to}; allowed: ${choices}. If it was deployed again, record a new deployment or the next attempt of its externalId.`,
    "status_conflict",
    { from, to },
  )
}

/** The status after a repeated report: late reports of an earlier stage are ignored. */
export function mergedStatus(stored: DeploymentStatus, reported: DeploymentStatus): DeploymentStatus {
  if (stage[reported] < stage[stored]) return stored
  requireTransition(stored, reported)
  return reported
}
