import { daysBegun } from "./buckets"

const dayMs = 86_400_000

/** Truncates a window at `now`: future days do not count. */
export function untilNow({ from, to }: { from: Date; to: Date }, now: Date): { from: Date; to: Date } {
  return { from, to: to > now ? now : to }
}

/**
 * The number of days (of 24 h) a window is averaged over. A window that starts before the first record starts at that
 * record, but never counts as shorter than a day; otherwise a console that is ten minutes old would report hundreds of
 * deployments a day. Null if the window ends before the first record.
 */
export function averageDays(from: Date, to: Date, firstRecordAt: Date | null): number | null {
  const begin = averageBegin(from, to, firstRecordAt)
  if (begin === null) return null
  const days = (to.getTime() - begin.getTime()) / dayMs
  if (begin <= from) return days
  return Math.max(days, Math.min(1, (to.getTime() - from.getTime()) / dayMs))
}

/** Where a window starts for averages: at `from`, or at the first record if that is later. */
export function averageBegin(from: Date, to: Date, firstRecordAt: Date | null): Date | null {
  if (firstRecordAt === null || firstRecordAt >= to) return null
  return firstRecordAt > from ? firstRecordAt : from
}

/**
 * Deploy days per week: local days with a deployment ÷ days of the window × 7, from the first record on. `days`: the
 * local days with a deployment, including a day that is cut off by the start of the window.
 */
export function deployDaysPerWeek(
  days: number,
  { from, to }: { from: Date; to: Date },
  firstRecordAt: Date | null,
  timeZone: string,
): number | null {
  const begin = averageBegin(from, to, firstRecordAt)
  if (begin === null) return null
  const length = daysBegun(begin, to, timeZone)
  return (Math.min(days, length) / length) * 7
}
