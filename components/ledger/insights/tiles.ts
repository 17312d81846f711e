import { comparedWith } from "@/components/ledger/insights/comparison"
import type { Measure } from "@/components/ui/delta"
import { frequencyBand, timeBand } from "@/lib/ledger/insights/bands"
import type { Metric, RateMetric } from "@/lib/ledger/insights/metric-names"
import type { Insights, InsightTotals } from "@/lib/ledger/insights/schema"
import { formatCount, formatDuration, formatNumber, formatQuantity, formatShare } from "@/lib/platform/format"

export type Tile = {
  metric: Metric
  label: string
  words: string
  value: number | null
  previous: number | null
  better: "up" | "down"
  measure: Measure
  n: string
  /** The survey band as text; a label, not a grade. */
  band: string | null
  /** What to send to get a value, if there is none. */
  hint?: string
}

export function tilesOf(insights: Insights): Tile[] {
  const { totals } = insights
  const { totals: previous } = comparedWith(insights)
  const { perDay, reached, deployDaysPerWeek, durationSeconds, recoveryTimeSeconds } = totals
  const deployDays =
    deployDaysPerWeek === null ? "" : `, ${formatQuantity(deployDaysPerWeek, "deploy day")} per week`
  return [
    {
      metric: "perDay",
      label: "Deployments per day",
      words: formatNumber(perDay, 2),
      value: perDay,
      previous: previous.perDay,
      better: "up",
      measure: "number",
      n: `${formatQuantity(reached, "deployment")}${deployDays}`,
      band: bandLabel(frequencyBand(perDay, reached)),
    },
    rateTile("rollbackRate", "Rollback rate", totals, previous),
    rateTile("changeFailRate", "Change fail rate", totals, previous),
    rateTile("failureRate", "Failure rate", totals, previous),
    {
      ...timeTile("durationSeconds", "Duration, median", durationSeconds, previous.durationSeconds),
      n: `n = ${formatCount(durationSeconds.n)}, ${formatCount(durationSeconds.unknown)} unknown`,
      band: null,
      hint: durationSeconds.unknown > 0 ? "Send completedAt to fill it." : undefined,
    },
    leadTile(totals, previous),
    {
      ...timeTile(
        "recoveryTimeSeconds",
        "Recovery time, median",
        recoveryTimeSeconds,
        previous.recoveryTimeSeconds,
      ),
      n: `n = ${formatCount(recoveryTimeSeconds.n)}, ${formatCount(recoveryTimeSeconds.open)} still open`,
    },
    rateTile("reworkRate", "Rework rate", totals, previous),
  ]
}

function rateTile(metric: RateMetric, label: string, totals: InsightTotals, previous: InsightTotals): Tile {
  const rate = totals[metric]
  return {
    metric,
    label,
    words: formatShare(rate.value),
    value: rate.value,
    previous: previous[metric].value,
    better: "down",
    measure: "share",
    n: `${formatCount(rate.numerator)} of ${formatCount(rate.denominator)}`,
    band: null,
  }
}

type Times = { n: number; p50: number | null }

function timeTile(metric: Metric, label: string, now: Times, before: Times): Tile {
  return {
    metric,
    label,
    words: formatDuration(now.p50),
    value: now.p50,
    previous: before.p50,
    better: "down",
    measure: "seconds",
    n: `n = ${formatCount(now.n)}`,
    band: bandLabel(timeBand(now.p50, now.n)),
  }
}

/** Lead time if commit times are known; otherwise promotion time from the lowest stage, labeled as such. */
function leadTile(totals: InsightTotals, previous: InsightTotals): Tile {
  const { n, unknown, negative } = totals.leadTimeSeconds
  const wholePath = totals.promotionTimeSeconds.find((time) => time.kind === "whole")
  if (n === 0 && wholePath !== undefined && wholePath.n > 0) {
    const before = previous.promotionTimeSeconds.find(
      (time) => time.kind === "whole" && time.to === wholePath.to,
    )
    return {
      ...timeTile(
        "promotionTimeSeconds",
        `Promotion time to ${wholePath.to}, median`,
        wholePath,
        before ?? { n: 0, p50: null },
      ),
      n: `n = ${formatCount(wholePath.n)}; no commit times recorded`,
    }
  }
  return {
    ...timeTile(
      "leadTimeSeconds",
      "Change lead time, median",
      totals.leadTimeSeconds,
      previous.leadTimeSeconds,
    ),
    hint: unknown > 0 ? "Send committedAt to fill it." : undefined,
    n: `n = ${formatCount(n)}, ${formatCount(unknown)} without a commit time${negative === 0 ? "" : `, ${formatCount(negative)} negative`}`,
  }
}

const bandLabel = (band: string | null) => band && `DORA band: ${band}`
