import { dayMs } from "@/lib/platform/instant"
import { countStartedDays, type Window } from "./calendar"
import { countUpTo } from "./percentile"
import type { Rate } from "./schema"
import type { Sorted } from "./slot-values"

/** Truncates a window at `now`: future days do not count. */
export function truncateAtNow({ from, to }: Window, now: Date): Window {
  return { from, to: to > now ? now : to }
}

/**
 * The number of days (of 24 h) a window is averaged over. A window that starts before the first record starts at that
 * record, but never counts as shorter than a day; otherwise a console that is ten minutes old would report hundreds of
 * deployments a day. Null if the window ends before the first record, or has not begun.
 */
export function averageDays(from: Date, to: Date, firstRecordAt: Date | null): number | null {
  const averageFrom = averageStart(from, to, firstRecordAt)
  if (averageFrom === null) return null
  const days = (to.getTime() - averageFrom.getTime()) / dayMs
  if (averageFrom <= from) return days
  return Math.max(days, Math.min(1, (to.getTime() - from.getTime()) / dayMs))
}

/** Where a window starts for averages: at `from`, or at the first record if that is later. */
function averageStart(from: Date, to: Date, firstRecordAt: Date | null): Date | null {
  if (firstRecordAt === null) return null
  const averageFrom = firstRecordAt > from ? firstRecordAt : from
  return averageFrom < to ? averageFrom : null
}

/**
 * Deploy days per week: local days with a deployment ÷ days of the window × 7, from the first record on. `days`: the
 * local days with a deployment, including a day that is cut off by the start of the window.
 */
export function deployDaysPerWeek(
  days: number,
  { from, to }: Window,
  firstRecordAt: Date | null,
  timeZone: string,
): number | null {
  const averageFrom = averageStart(from, to, firstRecordAt)
  if (averageFrom === null) return null
  const length = countStartedDays(averageFrom, to, timeZone)
  return (Math.min(days, length) / length) * 7
}

/** A share with its numerator and denominator; null for a denominator of 0. */
export function rate(numerator: number, denominator: number): Rate {
  return { value: denominator === 0 ? null : numerator / denominator, numerator, denominator }
}

/** Where the bins of the duration histogram start, in seconds; the last is open-ended. */
export const durationEdges = [0, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400]

type DurationBin = { fromSeconds: number; toSeconds: number | null; count: number }

/** How many of these durations, in milliseconds, each bin has. */
export function durationBins(durations: readonly Sorted[]): DurationBin[] {
  const below = (edge: number) => durations.reduce((sum, list) => sum + countUpTo(list, edge * 1000 - 1), 0)
  return durationEdges.map((fromSeconds, index) => {
    const toSeconds = durationEdges[index + 1] ?? null
    return {
      fromSeconds,
      toSeconds,
      count: below(toSeconds ?? Number.POSITIVE_INFINITY) - below(fromSeconds),
    }
  })
}
