import { Temporal } from "temporal-polyfill"
import { dayMs } from "@/lib/platform/instant"
import type { BucketSize } from "./metric-names"

/** `from` is inclusive, `to` exclusive. */
export type Window = { from: Date; to: Date }

/** A calendar period in the viewer's time zone: `start` is inclusive, `end` exclusive. */
export type Period = { start: Date; end: Date }

/** The longest period, and one day for a date that its time zone skipped. */
const longestMs = 32 * dayMs

/** Numbers the calendar periods, given a local date as days since 1970-01-01, a Thursday. */
const numberOf: Record<BucketSize, (date: number) => number> = {
  day: (date) => date,
  week: (date) => Math.floor((date + 3) / 7),
  month: (date) => {
    const day = new Date(date * dayMs)
    return day.getUTCFullYear() * 12 + day.getUTCMonth()
  },
}

/**
 * Every local calendar day, ISO week (from Monday) or month that the window from `from` (inclusive) to `to` (exclusive)
 * overlaps, oldest first. Periods are complete, so the first and last may extend beyond the window. A day with a
 * daylight saving change has 23 or 25 hours; a date that a time zone skipped is absent.
 */
export function splitIntoPeriods(from: Date, to: Date, size: BucketSize, timeZone: string): Period[] {
  const fromMs = from.getTime()
  const starts = periodStarts(fromMs - longestMs, to.getTime() + longestMs, size, timeZone)
  return starts.flatMap((start, index) => {
    const end = starts[index + 1]
    if (end === undefined || end <= fromMs || start >= to.getTime()) return []
    return [{ start: new Date(start), end: new Date(end) }]
  })
}

/**
 * Where periods start between two instants, in epoch milliseconds. Uses the offsets of the time zone, because computing
 * each day of several years takes tens of milliseconds.
 */
function periodStarts(fromMs: number, end: number, size: BucketSize, timeZone: string): number[] {
  const spans = offsetSpans(new Date(fromMs), new Date(end), timeZone)
  const starts: number[] = []
  let latest = Number.NEGATIVE_INFINITY
  spans.forEach(({ start, offsetSeconds }, index) => {
    const offset = offsetSeconds * 1000
    const spanEnd = spans[index + 1]?.start.getTime() ?? end
    for (let at = start.getTime(); at < spanEnd; ) {
      const date = Math.floor((at + offset) / dayMs)
      const number = numberOf[size](date)
      // A clock that is set back repeats a date, which began the first time.
      if (number > latest) {
        starts.push(at)
        latest = number
      }
      at = (date + 1) * dayMs - offset
    }
  })
  // The first is the start of the search, rarely the start of a period.
  return starts.slice(1)
}

/** The number of days in a window in a time zone; partial days count as whole. */
export function countStartedDays(from: Date, to: Date, timeZone: string): number {
  const fromTime = localTime(from, timeZone)
  const { days } = fromTime.until(localTime(to, timeZone), { largestUnit: "days" })
  return fromTime.add({ days }).epochMilliseconds < to.getTime() ? days + 1 : days
}

/** An estimate of the number of periods, without computing them. */
export function roughPeriodCount(from: Date, to: Date, size: BucketSize): number {
  const days: Record<BucketSize, number> = { day: 1, week: 7, month: 30 }
  return Math.ceil((to.getTime() - from.getTime()) / dayMs / days[size])
}

export function localDate(instant: Date, timeZone: string): Temporal.PlainDate {
  return localTime(instant, timeZone).toPlainDate()
}

/** Whether this is an IANA time zone (or an offset) that periods can be computed in. */
export function isTimeZone(timeZone: string): boolean {
  try {
    localTime(new Date(0), timeZone)
    return true
  } catch {
    return false
  }
}

type OffsetSpan = { start: Date; offsetSeconds: number }

/** The UTC offsets in force over a window: the first starts at `from`, each further one at an offset change. */
export function offsetSpans(from: Date, to: Date, timeZone: string): OffsetSpan[] {
  const spans: OffsetSpan[] = []
  for (let at: Temporal.ZonedDateTime | null = localTime(from, timeZone); at !== null; ) {
    const start = new Date(at.epochMilliseconds)
    if (spans.length > 0 && start >= to) break
    spans.push({ start, offsetSeconds: at.offsetNanoseconds / 1e9 })
    at = at.getTimeZoneTransition("next")
  }
  return spans
}

function localTime(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)
}

export function startOfDay(date: Temporal.PlainDate, timeZone: string): Date {
  return new Date(date.toZonedDateTime(timeZone).epochMilliseconds)
}

/**
 * Where the parts of a window start, in epoch milliseconds: at its start, and where each further period starts. A part ends
 * where the next starts, the last at the end of the window.
 */
export function slotStarts({ from, to }: Window, size: BucketSize, timeZone: string): number[] {
  const fromMs = from.getTime()
  const end = to.getTime()
  const starts = periodStarts(fromMs, end + longestMs, size, timeZone)
  return [fromMs, ...starts.filter((start) => start > fromMs && start < end)]
}

export function windowBefore({ from, to }: Window): Window {
  return { from: new Date(2 * from.getTime() - to.getTime()), to: from }
}

/** This local time some calendar periods before; a day that the month lacks becomes its last. */
export function shiftBack(at: Date, length: Temporal.DurationLike, timeZone: string): Date {
  return new Date(localTime(at, timeZone).subtract(length).epochMilliseconds)
}
