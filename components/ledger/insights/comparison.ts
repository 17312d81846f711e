import type { InsightBucket, Insights, InsightTotals } from "@/lib/ledger/insights/schema"
import { formatDay, formatNumber } from "@/lib/platform/format"
import { dayMs, toInstant } from "@/lib/platform/instant"

export type Window = { from: string; to: string }

type Scope = Window & { application: string | null; environment: string | null }

/** The figures of one application, or the table of all applications. */
export type Shown = Scope & { timeZone: string; comparison: Scope | null }

export type ComparedScope = Window & {
  /** As the label of a series: "Previous period", "checkout", "1 Jul 2026 to 30 Sept 2026". */
  label: string
  /** Whether it is another application or environment, whose figures are neither better nor worse. */
  isElsewhere: boolean
}

/** The requested comparison, or else the previous window of the same length. */
export function comparedScope({ comparison, timeZone, ...shown }: Shown): ComparedScope {
  const { from, to } = shown
  if (comparison === null) {
    const previousFrom = toInstant(new Date(2 * Date.parse(from) - Date.parse(to)))
    return { label: "Previous period", isElsewhere: false, from: previousFrom, to: from }
  }
  const parts = [
    comparison.application !== shown.application && (comparison.application ?? "all applications"),
    comparison.environment !== shown.environment && (comparison.environment ?? "all environments"),
  ].filter((part) => part !== false)
  const isOtherWindow = comparison.from !== from || comparison.to !== to
  const days = isOtherWindow ? [formatWindow(comparison, timeZone)] : []
  return {
    from: comparison.from,
    to: comparison.to,
    label: [...parts, ...days].join(", ") || "The same",
    isElsewhere: parts.length > 0,
  }
}

export type Compared = ComparedScope & { totals: InsightTotals; buckets: readonly InsightBucket[] }

export function comparedWith(insights: Insights): Compared {
  const { comparison, previous, previousBuckets } = insights
  const { totals, buckets } = comparison ?? { totals: previous, buckets: previousBuckets }
  return { ...comparedScope(insights), totals, buckets }
}

export function comparedBuckets(insights: Insights): (InsightBucket | undefined)[] {
  const { buckets, previousBuckets, comparison } = insights
  const compared = comparison?.buckets ?? previousBuckets
  // The previous period ends where this one starts, so their ends are aligned; any other is aligned at its start.
  const shift = comparison === null ? compared.length - buckets.length : 0
  return buckets.map((_, index) => compared[index + shift])
}

/** `checkout in production`. */
export function scopeLabel({ application, environment }: Insights): string {
  return `${application ?? "All applications"} in ${environment ?? "all environments"}`
}

/** The days of a window, the last inclusive: `1 Jul 2026 to 30 Sep 2026`. */
export function formatWindow({ from, to }: Window, timeZone: string): string {
  const first = formatDay(from, timeZone)
  const last = formatDay(Date.parse(to) - 1, timeZone)
  return first === last ? first : `${first} to ${last}`
}

/** A note if the compared window has a different length; null: the same length. */
export function lengthNote(shown: Shown): string | null {
  const days = daysIn(shown)
  const comparedDays = daysIn(comparedScope(shown))
  // A clock change is not a difference.
  if (Math.abs(days - comparedDays) < 0.5) return null
  return `${formatNumber(days)} days against ${formatNumber(comparedDays)}: averages, rates and medians are comparable, counts are not.`
}

export function graphNote(insights: Insights): string | null {
  const { length } = insights.buckets
  const compared = comparedWith(insights).buckets.length
  return compared > length && lengthNote(insights) !== null
    ? `Graphs show the first ${length} of its ${compared} ${insights.bucket}s.`
    : null
}

function daysIn({ from, to }: Window): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs
}
