const dayMs = 86_400_000

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
