import { DomainError } from "@/lib/errors"
import type { DeploymentStatus } from "./schema"

const allowed: Record<DeploymentStatus, readonly DeploymentStatus[]> = {
  PENDING: ["DEPLOYED", "FAILED", "ROLLED_BACK"],
  DEPLOYED: ["ROLLED_BACK"],
  FAILED: ["ROLLED_BACK"],
  ROLLED_BACK: [],
}

/** How far along a status is; news of an earlier stage that arrives late changes nothing. */
const stage: Record<DeploymentStatus, number> = { PENDING: 0, DEPLOYED: 1, FAILED: 1, ROLLED_BACK: 2 }

/** Whether the version came to run in the environment. */
export const reached: Record<DeploymentStatus, boolean> = {
  PENDING: false,
  DEPLOYED: true,
  FAILED: false,
  ROLLED_BACK: true,
}

export const finished: Record<DeploymentStatus, boolean> = {
  PENDING: false,
  DEPLOYED: true,
  FAILED: true,
  ROLLED_BACK: true,
}

/** Throws a 409 that names both, unless the change is allowed or none at all. */
export function requireTransition(from: DeploymentStatus, to: DeploymentStatus): void {
  if (from === to || allowed[from].includes(to)) return
  const choices = allowed[from].length === 0 ? "nothing further" : allowed[from].join(" or ")
  throw new DomainError(
    "conflict",
    `A deployment that is ${from} cannot become ${to}; it can become ${choices}.`,
    {
      code: "status_conflict",
      extra: { from, to },
    },
  )
}

/** The status after a pipeline told of the same deployment again: late news of an earlier stage is passed over. */
export function mergedStatus(known: DeploymentStatus, told: DeploymentStatus): DeploymentStatus {
  if (stage[told] < stage[known]) return known
  requireTransition(known, told)
  return told
}
