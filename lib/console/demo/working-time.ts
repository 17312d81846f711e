export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

const opensAtHour = 8
const closesAtHour = 17

function isWeekend(time: number): boolean {
  const day = new Date(time).getUTCDay()
  return day === 0 || day === 6
}

/** The same instant when somebody is at work then (Monday to Friday, 8 to 17 UTC), else the next morning, as late in it. */
export function nextWorkingTime(time: number): number {
  const midnight = Math.floor(time / dayMs) * dayMs
  const within = time - midnight
  if (!isWeekend(time) && within >= opensAtHour * hourMs && within < closesAtHour * hourMs) return time
  const morning = (within < opensAtHour * hourMs ? midnight : midnight + dayMs) + opensAtHour * hourMs
  const later = morning + (within % hourMs)
  return isWeekend(later) ? nextWorkingTime(later + dayMs) : later
}

/** Midnights (UTC) of the working days of the last `days` days up to `now`, oldest first. */
export function workingDays(now: number, days: number): number[] {
  const today = Math.floor(now / dayMs) * dayMs
  return Array.from({ length: days + 1 }, (_, back) => today - (days - back) * dayMs).filter(
    (day) => !isWeekend(day),
  )
}

/** An instant in the working hours of a day; `part` from 0 up to 1. */
export function atWork(day: number, part: number): number {
  return day + (opensAtHour + part * (closesAtHour - opensAtHour)) * hourMs
}
