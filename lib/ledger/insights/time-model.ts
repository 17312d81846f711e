import { durationOf, type TimedRecord } from "@/lib/ledger/deployments/deployment-times"
import { compareInLane, type LaneRecord, type ModelFacts, reached } from "@/lib/ledger/deployments/lane-model"
import { finished } from "@/lib/ledger/deployments/status-transitions"
import { secondsBetween } from "@/lib/platform/instant"
import { percentileCont } from "./percentile"
import { isFailedChange } from "./rate-rules"
import type { DurationFigures, LeadTimeFigures, RecoveryTimeFigures } from "./schema"

export type InsightsRecord = LaneRecord &
  TimedRecord & {
    application: string
    environment: string
    committedAt: Date | null
    gitBranch: string | null
    notes: string | null
  }

export type JudgedRecord = InsightsRecord & ModelFacts

export function durationsOf(records: readonly JudgedRecord[]): number[] {
  return finishedOf(records).flatMap((record) => durationOf(record).seconds ?? [])
}

function finishedOf(records: readonly JudgedRecord[]): JudgedRecord[] {
  return records.filter(({ status }) => finished[status])
}

export function durationFigures(records: readonly JudgedRecord[]): DurationFigures {
  const known = durationsOf(records)
  const closedLate = finishedOf(records).filter((record) => durationOf(record).closedLate).length
  return {
    n: known.length,
    unknown: finishedOf(records).length - known.length - closedLate,
    closedLate,
    p50: percentileCont(known, 0.5),
    p90: percentileCont(known, 0.9),
    p95: percentileCont(known, 0.95),
    max: known.length === 0 ? null : Math.max(...known),
  }
}

/**
 * Lead times of the records in the window that are first arrivals among `everything` of the same application and tag in
 * the relevant environments: the requested one, otherwise production.
 */
export function leadTimeFigures(
  records: readonly JudgedRecord[],
  everything: readonly JudgedRecord[],
  counting: ReadonlySet<string>,
): LeadTimeFigures {
  const first = records.filter((record) => {
    const same = everything.filter((other) => isSameVersion(other, record) && counting.has(other.environment))
    return reached(record) && same.sort(compareInLane)[0]?.id === record.id
  })
  const known = first.flatMap(({ committedAt, deployedAt }) =>
    committedAt === null ? [] : [secondsBetween(committedAt, deployedAt)],
  )
  const counted = known.filter((seconds) => seconds >= 0)
  return {
    n: counted.length,
    unknown: first.length - known.length,
    negative: known.length - counted.length,
    p50: percentileCont(counted, 0.5),
    p90: percentileCont(counted, 0.9),
  }
}

export function recoveryTimeFigures(
  records: readonly JudgedRecord[],
  everything: readonly JudgedRecord[],
): RecoveryTimeFigures {
  const waits = records.filter(isFailedChange).map((failed) => {
    const next = everything
      .filter(
        (other) =>
          other.application === failed.application &&
          other.environment === failed.environment &&
          other.status === "DEPLOYED" &&
          compareInLane(other, failed) > 0,
      )
      .sort(compareInLane)[0]
    return next === undefined ? null : secondsBetween(failed.deployedAt, next.deployedAt)
  })
  const known = waits.filter((seconds) => seconds !== null)
  return { n: known.length, open: waits.length - known.length, p50: percentileCont(known, 0.5) }
}

/** A record of the same image tag that reached an environment. */
export function isSameVersion(other: JudgedRecord, record: JudgedRecord): boolean {
  return other.application === record.application && other.imageTag === record.imageTag && reached(other)
}
