import { finished, hasReached, type ReachingRecord } from "@/lib/ledger/deployments/status-transitions"
import { rate } from "./rate"
import type { Rate } from "./schema"

/** The fields that rates use; the facts are those of ../deployments/lane-model. */
export type RatedRecord = ReachingRecord & {
  isRollback: boolean
  undoneByRollback: boolean
  gitBranch: string | null
  notes: string | null
}

type Rule = { population: (record: RatedRecord) => boolean; counted: (record: RatedRecord) => boolean }

export const rateMetrics = ["rollbackRate", "failureRate", "changeFailRate", "reworkRate"] as const
export type RateMetric = (typeof rateMetrics)[number]

const hasFailed = (record: RatedRecord) => finished[record.status] && !hasReached(record)

/** A change that needed remediation: marked as rolled back, or undone by a later rollback. */
export function isFailedChange(record: RatedRecord): boolean {
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
      counted: (record) => record.isRollback || says(record, reworkWords),
    },
  }
}

function says(record: RatedRecord, words: readonly string[]): boolean {
  const text = [record.gitBranch ?? "", record.notes ?? ""].join("\n").toLowerCase()
  return words.some((word) => text.includes(word.toLowerCase()))
}

export function rateOf(records: readonly RatedRecord[], rule: Rule): Rate {
  const population = records.filter(rule.population)
  return rate(population.filter(rule.counted).length, population.length)
}
