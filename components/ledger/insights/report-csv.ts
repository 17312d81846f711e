import { comparedBuckets, comparedWith, type Window } from "@/components/ledger/insights/comparison"
import { weekdays } from "@/components/ledger/insights/graph-points"
import type { InsightBucket, Insights, InsightTotals, Rate } from "@/lib/ledger/insights/schema"
import { type CsvValue, csvDocument } from "@/lib/platform/csv"

const head = ["Section", "Figure", "From", "To", "Value", "Unit", "Numerator", "n", "Compared", "Compared n"]

/** One figure with its sample size; times in seconds, rates from 0 to 1. */
type Figure = { value: number | null; numerator?: number; n?: number }

type FiguresOf<T> = readonly [name: string, unit: string, figure: (figures: T) => Figure][]

const count = (value: number | null): Figure => ({ value })
const rate = ({ value, numerator, denominator }: Rate): Figure => ({ value, numerator, n: denominator })

const totalFigures: FiguresOf<InsightTotals> = [
  ["Reached", "deployments", ({ reached }) => count(reached)],
  ["Failed", "deployments", ({ failed }) => count(failed)],
  ["Rolled back", "deployments", ({ rolledBack }) => count(rolledBack)],
  ["Pending", "deployments", ({ pending }) => count(pending)],
  ["Deployments per day", "deployments", ({ perDay, reached }) => ({ value: perDay, n: reached })],
  ["Deploy days per week", "days", ({ deployDaysPerWeek }) => count(deployDaysPerWeek)],
  ["Rollback rate", "share", ({ rollbackRate }) => rate(rollbackRate)],
  ["Change fail rate", "share", ({ changeFailRate }) => rate(changeFailRate)],
  ["Failure rate", "share", ({ failureRate }) => rate(failureRate)],
  ["Rework rate", "share", ({ reworkRate }) => rate(reworkRate)],
  ["Duration p50", "seconds", ({ durationSeconds: { p50, n } }) => ({ value: p50, n })],
  ["Duration p90", "seconds", ({ durationSeconds: { p90, n } }) => ({ value: p90, n })],
  ["Duration p95", "seconds", ({ durationSeconds: { p95, n } }) => ({ value: p95, n })],
  ["Duration max", "seconds", ({ durationSeconds: { max, n } }) => ({ value: max, n })],
  ["Duration unknown", "deployments", ({ durationSeconds }) => count(durationSeconds.unknown)],
  ["Duration closed late", "deployments", ({ durationSeconds }) => count(durationSeconds.closedLate)],
  ["Change lead time p50", "seconds", ({ leadTimeSeconds: { p50, n } }) => ({ value: p50, n })],
  ["Change lead time p90", "seconds", ({ leadTimeSeconds: { p90, n } }) => ({ value: p90, n })],
  ["Change lead time unknown", "deployments", ({ leadTimeSeconds }) => count(leadTimeSeconds.unknown)],
  ["Change lead time negative", "deployments", ({ leadTimeSeconds }) => count(leadTimeSeconds.negative)],
  ["Recovery time p50", "seconds", ({ recoveryTimeSeconds: { p50, n } }) => ({ value: p50, n })],
  ["Recovery still open", "changes", ({ recoveryTimeSeconds }) => count(recoveryTimeSeconds.open)],
]

const bucketFigures: FiguresOf<InsightBucket> = [
  ["Reached", "deployments", ({ reached }) => count(reached)],
  ["Failed", "deployments", ({ failed }) => count(failed)],
  ["Rolled back", "deployments", ({ rolledBack }) => count(rolledBack)],
  ["Rollback rate", "share", ({ rollbackRate }) => rate(rollbackRate)],
  ["Change fail rate", "share", ({ changeFailRate }) => rate(changeFailRate)],
  ["Duration p50", "seconds", ({ durationSeconds }) => count(durationSeconds.p50)],
  ["Duration p90", "seconds", ({ durationSeconds }) => count(durationSeconds.p90)],
  ["Change lead time p50", "seconds", ({ leadTimeSeconds }) => count(leadTimeSeconds.p50)],
]

/**
 * Everything on the page as one table with a row per figure, for spreadsheets: the totals, each bucket, the
 * distribution, the heat map, promotion times, annotations and definitions. Unknown values are empty.
 */
export function reportCsv(insights: Insights): string {
  const { totals, timeZone } = insights
  const compared = comparedWith(insights)
  const others = comparedBuckets(insights)
  const text = (section: string, figure: string, value: CsvValue, window: Window = { from: "", to: "" }) => [
    section,
    figure,
    window.from,
    window.to,
    value,
  ]
  const deployments = (section: string, figure: string, value: number) => [
    ...text(section, figure, value, insights),
    "deployments",
  ]
  const rows: CsvValue[][] = [
    text("Report", "Application", insights.application ?? "all"),
    text("Report", "Environment", insights.environment ?? "all"),
    text("Report", "Time zone", timeZone),
    text("Report", "Window", "", insights),
    text("Report", "Compared with", compared.label, compared),
    ...totalFigures.map((one) => figureRow("Total", one, insights, totals, compared.totals)),
    ...insights.buckets.flatMap((bucket, index) =>
      bucketFigures.map((one) =>
        figureRow(
          bucket.partial ? `Partial ${insights.bucket}` : insights.bucket,
          one,
          { from: bucket.start, to: bucket.end },
          bucket,
          others[index],
        ),
      ),
    ),
    ...insights.durationHistogram.map(({ fromSeconds, toSeconds, count: value }) => {
      const bin = toSeconds === null ? `from ${fromSeconds} s` : `${fromSeconds} to ${toSeconds} s`
      return deployments("Duration distribution", bin, value)
    }),
    ...insights.heatMap.flatMap((hours, day) =>
      hours.map((value, hour) => deployments("Weekday and hour", `${weekdays[day]} ${hour}`, value)),
    ),
    ...totals.promotionTimeSeconds.flatMap((time) =>
      (["p50", "p90"] as const).map((percentile) => {
        const figure = `${time.from.join(" / ")} → ${time.to} ${percentile}`
        return [...text("Promotion time", figure, time[percentile], insights), "seconds", "", time.n]
      }),
    ),
    ...insights.annotations.map(({ kind, text: value, startsAt, endsAt }) =>
      text("Annotation", kind, value, { from: startsAt, to: endsAt ?? "" }),
    ),
    ...Object.values(insights.definitions).flatMap(({ title, summary, formula }) => [
      text("Definition", title, summary),
      text("Formula", title, formula),
    ]),
  ]
  return csvDocument(
    head,
    rows.map((row) => head.map((_, column) => row[column])),
  )
}

function figureRow<T>(
  section: string,
  [name, unit, figure]: FiguresOf<T>[number],
  { from, to }: Window,
  figures: T,
  other: T | undefined,
): CsvValue[] {
  const { value, numerator, n } = figure(figures)
  const compared = other === undefined ? { value: null } : figure(other)
  return [section, name, from, to, value, unit, numerator, n, compared.value, compared.n]
}
