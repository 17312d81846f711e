import type { InsightBucket, Insights, InsightTotals } from "@/lib/ledger/insights/schema"
import { formatDay, formatNumber } from "@/lib/platform/format"
import { dayMs, toInstant } from "@/lib/platform/instant"

type Window = { from: string; to: string }

export type Compared = Window & {
  /** As the label of a series: "Previous period", "checkout", "1 Jul 2026 to 30 Sept 2026". */
  label: string
  /** Another application or environment, whose figures are not better or worse but others. */
  isElsewhere: boolean
  totals: InsightTotals
  buckets: readonly InsightBucket[]
}

/** What the figures are compared with: what was asked for, otherwise the previous window of the same length. */
export function comparedWith(insights: Insights): Compared {
  const { comparison, previous, previousBuckets, from, to, timeZone } = insights
  if (comparison === null) {
    const begin = toInstant(new Date(2 * Date.parse(from) - Date.parse(to)))
    const window = { from: begin, to: from, totals: previous, buckets: previousBuckets }
    return { label: "Previous period", isElsewhere: false, ...window }
  }
  const places = [
    comparison.application !== insights.application && (comparison.application ?? "all applications"),
    comparison.environment !== insights.environment && (comparison.environment ?? "all environments"),
  ].filter((place) => place !== false)
  const isOtherWindow = comparison.from !== from || comparison.to !== to
  const days = isOtherWindow ? [formatWindow(comparison, timeZone)] : []
  return {
    ...comparison,
    label: [...places, ...days].join(", ") || "The same",
    isElsewhere: places.length > 0,
  }
}

/** The bucket that each bucket of the window is compared with, or undefined. */
export function comparedBuckets({
  buckets,
  previousBuckets,
  comparison,
}: Insights): (InsightBucket | undefined)[] {
  const compared = comparison?.buckets ?? previousBuckets
  // The previous period ends where this one starts, so their ends are aligned; any other is aligned at its start.
  const shift = comparison === null ? compared.length - buckets.length : 0
  return buckets.map((_, index) => compared[index + shift])
}

/** `checkout in production`. */
export function placeLabel({
  application,
  environment,
}: Pick<Insights, "application" | "environment">): string {
  return `${application ?? "All applications"} in ${environment ?? "all environments"}`
}

/** The days of a window, the last inclusive: `1 Jul 2026 to 30 Sep 2026`. */
export function formatWindow({ from, to }: Window, timeZone: string): string {
  const [first, last] = [formatDay(from, timeZone), formatDay(Date.parse(to) - 1, timeZone)]
  return first === last ? first : `${first} to ${last}`
}

/** What to keep in mind where the compared window is longer or shorter; null: it is as long. */
export function lengthNote(insights: Insights): string | null {
  const compared = comparedWith(insights)
  const [here, there] = [daysIn(insights), daysIn(compared)]
  // A clock change is not a difference.
  if (Math.abs(here - there) < 0.5) return null
  const graph =
    compared.buckets.length > insights.buckets.length
      ? ` Graphs show the first ${insights.buckets.length} of its ${compared.buckets.length} ${insights.bucket}s.`
      : ""
  return `${formatNumber(here)} days against ${formatNumber(there)}: averages, rates and medians compare, counts do not.${graph}`
}

function daysIn({ from, to }: Window): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs
}
