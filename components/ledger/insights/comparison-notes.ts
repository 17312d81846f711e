import { comparedPlace, comparedWith, type Shown, type Window } from "@/components/ledger/insights/comparison"
import type { Insights } from "@/lib/ledger/insights/schema"
import { formatNumber } from "@/lib/platform/format"
import { dayMs } from "@/lib/platform/instant"

/** A note if the compared window has a different length; null: the same length. */
export function lengthNote(shown: Shown): string | null {
  const days = daysIn(shown)
  const comparedDays = daysIn(comparedPlace(shown))
  // A clock change is not a difference.
  if (Math.abs(days - comparedDays) < 0.5) return null
  return `${formatNumber(days)} days against ${formatNumber(comparedDays)}: averages, rates and medians are comparable, counts are not.`
}

/** A note if the graphs omit the end of a longer window. */
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
