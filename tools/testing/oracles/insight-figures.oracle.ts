import { Temporal } from "temporal-polyfill"
import { durationOf, type TimedRecord } from "@/lib/ledger/deployments/deployment-times"
import { finished, hasReached, type ReachingRecord } from "@/lib/ledger/deployments/status-transitions"
import type { RateMetric } from "@/lib/ledger/insights/metric-names"
import { durationEdges, rate } from "@/lib/ledger/insights/rates"
import type {
  DurationFigures,
  LeadTimeFigures,
  Rate,
  RecoveryTimeFigures,
} from "@/lib/ledger/insights/schema"
import { secondsBetween } from "@/lib/platform/instant"
import { compareInLane, type LaneRecord, type ModelFacts, reached } from "./lane.oracle"

export type InsightsRecord = LaneRecord &
  TimedRecord & {
    application: string
    environment: string
    committedAt: Date | null
    gitBranch: string | null
    notes: string | null
  }

export type ClassifiedRecord = InsightsRecord & ModelFacts

export function durationsOf(records: readonly ClassifiedRecord[]): number[] {
  return finishedOf(records).flatMap((record) => durationOf(record).seconds ?? [])
}

function finishedOf(records: readonly ClassifiedRecord[]): ClassifiedRecord[] {
  return records.filter(({ status }) => finished[status])
}

export function durationFigures(records: readonly ClassifiedRecord[]): DurationFigures {
  const knownDurations = durationsOf(records)
  const closedLate = finishedOf(records).filter((record) => durationOf(record).closedLate).length
  return {
    n: knownDurations.length,
    unknown: finishedOf(records).length - knownDurations.length - closedLate,
    closedLate,
    p50: percentileCont(knownDurations, 0.5),
    p90: percentileCont(knownDurations, 0.9),
    p95: percentileCont(knownDurations, 0.95),
    max: knownDurations.length === 0 ? null : Math.max(...knownDurations),
  }
}

/**
 * Lead times of the records in the window that are first arrivals among `everything` of the same application and tag in
 * the relevant environments: the requested one, otherwise production.
 */
export function leadTimeFigures(
  records: readonly ClassifiedRecord[],
  allRecords: readonly ClassifiedRecord[],
  counting: ReadonlySet<string>,
): LeadTimeFigures {
  const first = records.filter((record) => {
    const same = allRecords.filter((other) => isSameVersion(other, record) && counting.has(other.environment))
    return reached(record) && same.sort(compareInLane)[0]?.id === record.id
  })
  const knownTimes = first.flatMap(({ committedAt, deployedAt }) =>
    committedAt === null ? [] : [secondsBetween(committedAt, deployedAt)],
  )
  const counted = knownTimes.filter((seconds) => seconds >= 0)
  return {
    n: counted.length,
    unknown: first.length - knownTimes.length,
    negative: knownTimes.length - counted.length,
    p50: percentileCont(counted, 0.5),
    p90: percentileCont(counted, 0.9),
  }
}

export function recoveryTimeFigures(
  records: readonly ClassifiedRecord[],
  allRecords: readonly ClassifiedRecord[],
): RecoveryTimeFigures {
  const waits = records.filter(isFailedChange).map((failed) => {
    const next = allRecords
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
  const knownWaits = waits.filter((seconds) => seconds !== null)
  return {
    n: knownWaits.length,
    open: waits.length - knownWaits.length,
    p50: percentileCont(knownWaits, 0.5),
  }
}

/** A record of the same image tag that reached an environment. */
export function isSameVersion(other: ClassifiedRecord, record: ClassifiedRecord): boolean {
  return other.application === record.application && other.imageTag === record.imageTag && reached(other)
}

type RatedRecord = ReachingRecord & {
  isRollback: boolean
  undoneByRollback: boolean
  gitBranch: string | null
  notes: string | null
}

type Rule = { population: (record: RatedRecord) => boolean; counted: (record: RatedRecord) => boolean }

const hasFailed = (record: RatedRecord) => finished[record.status] && !hasReached(record)

/** A change that needed remediation: marked as rolled back, or undone by a later rollback. */
function isFailedChange(record: RatedRecord): boolean {
  return isChange(record) && (record.status === "ROLLED_BACK" || record.undoneByRollback)
}

function isChange(record: RatedRecord): boolean {
  return hasReached(record) && !record.isRollback
}

/** The rules of all rates; `counted` is a subset of `population`, so that no rate exceeds 1. */
export function rateRules(reworkWords: readonly string[]): Record<RateMetric, Rule> {
  return {
    rollbackRate: { population: hasReached, counted: (record) => record.status === "ROLLED_BACK" },
    failureRate: {
      population: (record) => finished[record.status],
      counted: hasFailed,
    },
    changeFailRate: { population: isChange, counted: isFailedChange },
    reworkRate: {
      population: hasReached,
      counted: (record) => record.isRollback || mentions(record, reworkWords),
    },
  }
}

function mentions(record: RatedRecord, words: readonly string[]): boolean {
  const text = [record.gitBranch ?? "", record.notes ?? ""].join("\n").toLowerCase()
  return words.some((word) => text.includes(word.toLowerCase()))
}

export function rateOf(records: readonly RatedRecord[], rule: Rule): Rate {
  const population = records.filter(rule.population)
  return rate(population.filter(rule.counted).length, population.length)
}

/**
 * Like PostgreSQL's `percentile_cont`: interpolates linearly between the two nearest ranks; null for no values. `share`
 * is from 0 to 1.
 */
export function percentileCont(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const position = share * (sorted.length - 1)
  const low = sorted[Math.floor(position)]
  const high = sorted[Math.ceil(position)]
  if (low === undefined || high === undefined) return null
  return low + (high - low) * (position - Math.floor(position))
}

/** The bin of a duration: the last that starts at or below it. */
export function durationBinOf(seconds: number): number {
  return durationEdges.findLastIndex((edge) => edge <= seconds)
}

/** ISO weekday (1 = Monday) and hour (0–23) of an instant in a time zone. */
export function weekdayAndHour(instant: Date, timeZone: string): { weekday: number; hour: number } {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)
  return { weekday: local.dayOfWeek, hour: local.hour }
}
