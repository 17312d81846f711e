import { dayMs, hourMs } from "@/lib/platform/instant"

const opensAtHour = 8
const closesAtHour = 17

function isWeekend(time: number): boolean {
  const day = new Date(time).getUTCDay()
  return day === 0 || day === 6
}

/**
 * Returns `time` if it falls in working hours (Monday to Friday, 8 to 17 UTC), else the same offset in the next working
 * day.
 */
export function nextWorkingTime(time: number): number {
  const midnight = Math.floor(time / dayMs) * dayMs
  const sinceMidnight = time - midnight
  if (!isWeekend(time) && sinceMidnight >= opensAtHour * hourMs && sinceMidnight < closesAtHour * hourMs)
    return time
  const morning = (sinceMidnight < opensAtHour * hourMs ? midnight : midnight + dayMs) + opensAtHour * hourMs
  const later = morning + (sinceMidnight % hourMs)
  return isWeekend(later) ? nextWorkingTime(later + dayMs) : later
}

/** UTC midnights of the working days within the last `days` days up to `now`, oldest first. */
export function workingDays(now: number, days: number): number[] {
  const today = Math.floor(now / dayMs) * dayMs
  return Array.from({ length: days + 1 }, (_, daysBack) => today - (days - daysBack) * dayMs).filter(
    (day) => !isWeekend(day),
  )
}

/** An instant in the working hours of a day; `part` is in [0, 1). */
export function workingTime(day: number, part: number): number {
  return day + (opensAtHour + part * (closesAtHour - opensAtHour)) * hourMs
}
