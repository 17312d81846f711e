import { rejectFields } from "@/lib/platform/collect-faults"
import type { Deployment as DeploymentRow } from "@/lib/platform/db/generated/client"
import type { FieldError } from "@/lib/platform/errors"
import { dayMs, toInstant } from "@/lib/platform/instant"
import type { DeploymentStatus } from "./schema"
import { finished } from "./status-transitions"

/** The maximum clock skew accepted from a pipeline, in either direction. */
export const clockToleranceMs = 5 * 60_000

type Times = Pick<DeploymentRow, "status" | "deployedAt" | "completedAt" | "rolledBackAt">
type GivenTimes = Pick<DeploymentRow, "deployedAtGiven" | "completedAtGiven">
type DeploymentTimes = Omit<Times, "status"> & GivenTimes

/** Tolerates a small clock error; more is a fault. */
export function futureTimeFaults(field: string, at: Date, now: Date): FieldError[] {
  if (at.getTime() <= now.getTime() + clockToleranceMs) return []
  return [
    { pointer: `/${field}`, message: `${field} is more than 5 minutes ahead. Check the pipeline's clock.` },
  ]
}

/** The faults in one deployment's times, compared with each other and the clock; at most one per field. */
export function timeFaults(
  { status, deployedAt, completedAt, rolledBackAt = null }: Omit<Times, "rolledBackAt"> & Partial<Times>,
  now: Date,
): FieldError[] {
  const faults = futureTimeFaults("deployedAt", deployedAt, now)
  if (completedAt !== null) faults.push(...completedFaults(status, deployedAt, completedAt, now))
  if (rolledBackAt !== null && rolledBackAt < deployedAt)
    faults.push({ pointer: "/rolledBackAt", message: "rolledBackAt is before deployedAt." })
  return faults
}

function completedFaults(
  status: DeploymentStatus,
  deployedAt: Date,
  completedAt: Date,
  now: Date,
): FieldError[] {
  const pointer = "/completedAt"
  if (!finished[status])
    return [{ pointer, message: "completedAt must be absent while the deployment is PENDING." }]
  if (completedAt >= deployedAt) return futureTimeFaults("completedAt", completedAt, now)
  const start = toInstant(deployedAt)
  return [{ pointer, message: `completedAt is before deployedAt (${start}). Send both as they were.` }]
}

/** Clamps a completedAt slightly before a deployedAt that Slipway filled in: the pipeline's clock is behind. */
export function tolerateSlowClock(
  completedAt: Date | null,
  { deployedAt, deployedAtGiven }: Pick<DeploymentTimes, "deployedAt" | "deployedAtGiven">,
): Date | null {
  if (completedAt === null || deployedAtGiven) return completedAt
  const behindMs = deployedAt.getTime() - completedAt.getTime()
  return behindMs > 0 && behindMs <= clockToleranceMs ? deployedAt : completedAt
}

/**
 * The times of a new record. deployedAt defaults to the earliest given time, or now. A finished record with no times
 * completed now; one with only deployedAt has an unknown completion time.
 */
export function timesOfNewRecord(times: Pick<Times, "status"> & Partial<Times>, now: Date): DeploymentTimes {
  const reportedEnd = times.completedAt ?? null
  const deployedAt = times.deployedAt ?? reportedEnd ?? times.rolledBackAt ?? now
  const isNow = times.deployedAt === undefined && reportedEnd === null && finished[times.status]
  const completedAt = reportedEnd ?? (isNow && deployedAt === now ? now : null)
  const rolledBackAt =
    times.status === "ROLLED_BACK" ? (times.rolledBackAt ?? completedAt ?? deployedAt) : null
  const reportedRollback = times.rolledBackAt ? rolledBackAt : null
  rejectFields(
    timeFaults({ status: times.status, deployedAt, completedAt, rolledBackAt: reportedRollback }, now),
  )
  return {
    deployedAt,
    completedAt,
    rolledBackAt,
    deployedAtGiven: times.deployedAt !== undefined,
    completedAtGiven: reportedEnd !== null,
  }
}

export type TimedRecord = Pick<DeploymentRow, "deployedAt" | "completedAt" | "startReported"> & GivenTimes

/**
 * How long a deployment took, in seconds. Null (unknown) unless both times were given or its start and end were
 * reported in separate requests. Also null when the end was reported more than a day after the start (`closedLate`):
 * the record was then cleaned up after its pipeline left it PENDING. lib/ledger/insights/metric-sql.ts is
 * the SQL equivalent.
 */
export function durationOf(record: TimedRecord): { seconds: number | null; closedLate: boolean } {
  const { deployedAt, completedAt, startReported } = record
  const isMeasured = startReported || (record.deployedAtGiven && record.completedAtGiven)
  if (completedAt === null || !isMeasured) return { seconds: null, closedLate: false }
  const ms = completedAt.getTime() - deployedAt.getTime()
  const closedLate = startReported && ms > dayMs
  return { seconds: closedLate ? null : ms / 1000, closedLate }
}
