import { Temporal } from "temporal-polyfill"
import type { BucketSize } from "./metrics"

/** `from` is inclusive, `to` exclusive. */
export type Window = { from: Date; to: Date }

/** A calendar period in the viewer's time zone: `start` is inclusive, `end` exclusive. */
export type Period = { start: Date; end: Date }

const firstDayOf: Record<BucketSize, (date: Temporal.PlainDate) => Temporal.PlainDate> = {
  day: (date) => date,
  week: (date) => date.subtract({ days: date.dayOfWeek - 1 }),
  month: (date) => date.with({ day: 1 }),
}

const length: Record<BucketSize, Temporal.DurationLike> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
}

/**
 * Every local calendar day, ISO week (from Monday) or month that the window from `from` (inclusive) to `to` (exclusive)
 * overlaps, oldest first. Periods are complete, so the first and last may extend beyond the window. A day with a
 * daylight saving change has 23 or 25 hours; a date that a time zone skipped is absent.
 */
export function periodsOf(from: Date, to: Date, size: BucketSize, timeZone: string): Period[] {
  const periods: Period[] = []
  let date = firstDayOf[size](localDate(from, timeZone))
  for (let start = startOfDay(date, timeZone); start < to; ) {
    date = date.add(length[size])
    const end = startOfDay(date, timeZone)
    if (end > start) periods.push({ start, end })
    start = end
  }
  return periods
}

/** The number of days in a window in a time zone; partial days count as whole. */
export function daysBegun(from: Date, to: Date, timeZone: string): number {
  const begin = localTime(from, timeZone)
  const { days } = begin.until(localTime(to, timeZone), { largestUnit: "days" })
  return begin.add({ days }).epochMilliseconds < to.getTime() ? days + 1 : days
}

/** An estimate of the number of periods, without computing them. */
export function roughPeriodCount(from: Date, to: Date, size: BucketSize): number {
  const days: Record<BucketSize, number> = { day: 1, week: 7, month: 30 }
  return Math.ceil((to.getTime() - from.getTime()) / 86_400_000 / days[size])
}

/** The calendar date of an instant in a time zone. */
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

/** The first instant of a local day. */
export function startOfDay(date: Temporal.PlainDate, timeZone: string): Date {
  return new Date(date.toZonedDateTime(timeZone).epochMilliseconds)
}

/** Where slots start, and how many of them belong to the previous window. */
export type Slots = { starts: readonly Date[]; before: number }

/**
 * Splits the previous window and the window itself into slots by bucket; the outer slots are cut to their window. A
 * slot ends where the next starts, the last at the end. PostgreSQL's `width_bucket` numbers slots from 1.
 */
export function slotsOf(before: Date, from: Date, to: Date, bucket: BucketSize, timeZone: string): Slots {
  const earlier = startsOf(before, from, bucket, timeZone)
  return { starts: [...earlier, ...startsOf(from, to, bucket, timeZone)], before: earlier.length }
}

function startsOf(from: Date, to: Date, bucket: BucketSize, timeZone: string): Date[] {
  const [, ...further] = periodsOf(from, to, bucket, timeZone)
  return [from, ...further.map(({ start }) => start)]
}

/** The previous window of the same length. */
export function windowBefore({ from, to }: Window): Window {
  return { from: new Date(2 * from.getTime() - to.getTime()), to: from }
}
