import { DomainError } from "@/lib/platform/errors"
import type { DeploymentStatus } from "./schema"

const allowed: Record<DeploymentStatus, readonly DeploymentStatus[]> = {
  PENDING: ["DEPLOYED", "FAILED", "ROLLED_BACK"],
  DEPLOYED: ["ROLLED_BACK"],
  FAILED: ["ROLLED_BACK"],
  ROLLED_BACK: [],
}

/** How far along a status is; news of an earlier stage that arrives late changes nothing. */
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
 * Whether the version came to run in the environment. A failed deployment never did, also once it is marked rolled back.
 * `has_reached` is the same in SQL.
 */
export function hasReached({ status, statusBeforeRollback }: ReachingRecord): boolean {
  return status === "DEPLOYED" || (status === "ROLLED_BACK" && statusBeforeRollback !== "FAILED")
}

/** Throws a 409 that names both, unless the change is allowed or none at all. */
export function requireTransition(from: DeploymentStatus, to: DeploymentStatus): void {
  if (from === to || allowed[from].includes(to)) return
  const choices = allowed[from].length === 0 ? "nothing further" : allowed[from].join(" or ")
  throw new DomainError(
    "conflict",
    `A deployment that is ${from} cannot become ${to}; it can become ${choices}. If it was deployed again, record that as a new deployment or as the next attempt of its externalId.`,
    {
      code: "status_conflict",
      extra: { from, to },
    },
  )
}

/** The status after a pipeline reported the same deployment again: late news of an earlier stage is passed over. */
export function mergedStatus(known: DeploymentStatus, reported: DeploymentStatus): DeploymentStatus {
  if (stage[reported] < stage[known]) return known
  requireTransition(known, reported)
  return reported
}
