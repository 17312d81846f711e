import { daysBegun } from "./buckets"

const dayMs = 86_400_000

/** A window as far as it is over at `now`: days that have not been do not count. */
export function untilNow({ from, to }: { from: Date; to: Date }, now: Date): { from: Date; to: Date } {
  return { from, to: to > now ? now : to }
}

/**
 * Over how many days (of 24 h) a window is averaged. A window that begins before the first record begins at the first
 * record (facts/metrics), but is then never taken as shorter than a day, or a console ten minutes old would claim
 * hundreds of deployments a day. Null when the window ends before anything was recorded.
 */
export function averageDays(from: Date, to: Date, firstRecordAt: Date | null): number | null {
  const begin = averageBegin(from, to, firstRecordAt)
  if (begin === null) return null
  const days = (to.getTime() - begin.getTime()) / dayMs
  if (begin <= from) return days
  return Math.max(days, Math.min(1, (to.getTime() - from.getTime()) / dayMs))
}

/** Where a window begins for averages: at `from`, or at the first record when that is later. */
export function averageBegin(from: Date, to: Date, firstRecordAt: Date | null): Date | null {
  if (firstRecordAt === null || firstRecordAt >= to) return null
  return firstRecordAt > from ? firstRecordAt : from
}

/**
 * Deploy days a week: local days with a deployment ÷ days of the window × 7, from the first record on. `days`: the
 * local days with one, a day that the beginning cuts off included.
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
