import { type DeploymentStatus, deploymentStatuses } from "@/lib/ledger/deployments/statuses"

/** One deployment as drawn on the timeline. Times in epoch milliseconds. */
export interface Mark {
  readonly id: string
  readonly application: string
  readonly environment: string
  readonly imageTag: string
  readonly status: DeploymentStatus
  readonly from: number
  /** Null: unknown, or not finished. */
  readonly to: number | null
  /** It returned to a version that was live before. */
  readonly isRollback: boolean
  /** For a rollback: the id of the deployment it replaced. */
  readonly replaces: string | null
}

/** What a lane represents: an environment with all its applications, or an application with all its environments. */
export const laneKinds = ["environment", "application"] as const
export type LaneKind = (typeof laneKinds)[number]

export function laneOf(mark: Mark, kind: LaneKind): string {
  return mark[kind]
}

/** Where the bar ends: a pending deployment ends now, one of unknown duration at its start. */
export function endOf(mark: Mark, now: number): number {
  if (mark.to !== null) return mark.to
  return mark.status === "PENDING" ? Math.max(mark.from, now) : mark.from
}

/** The count of each status. */
export type StatusCounts = Record<DeploymentStatus, number>

export function noCounts(): StatusCounts {
  return { PENDING: 0, DEPLOYED: 0, FAILED: 0, ROLLED_BACK: 0 }
}

export function totalOf(counts: StatusCounts): number {
  return deploymentStatuses.reduce((sum, status) => sum + counts[status], 0)
}
