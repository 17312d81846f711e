import { Temporal } from "temporal-polyfill"

export const bucketSizes = ["day", "week", "month"] as const
export type BucketSize = (typeof bucketSizes)[number]

/** A calendar period of the viewer: `start` is in it, `end` is not. */
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
 * touches, oldest first and whole, so that the first and the last may reach beyond the window. A day on which the clocks
 * change has 23 or 25 hours; a date that a time zone left out altogether is absent.
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

/** How many days a window has in a time zone, a begun one counted whole. */
export function daysBegun(from: Date, to: Date, timeZone: string): number {
  const begin = localTime(from, timeZone)
  const { days } = begin.until(localTime(to, timeZone), { largestUnit: "days" })
  return begin.add({ days }).epochMilliseconds < to.getTime() ? days + 1 : days
}

/** About how many periods a window has, without working them out. */
export function roughPeriodCount(from: Date, to: Date, size: BucketSize): number {
  const days: Record<BucketSize, number> = { day: 1, week: 7, month: 30 }
  return Math.ceil((to.getTime() - from.getTime()) / 86_400_000 / days[size])
}

/** The calendar date of an instant in a time zone. */
export function localDate(instant: Date, timeZone: string): Temporal.PlainDate {
  return localTime(instant, timeZone).toPlainDate()
}

/** ISO weekday (1 = Monday) and hour (0–23) of an instant in a time zone. */
export function weekdayAndHour(instant: Date, timeZone: string): { weekday: number; hour: number } {
  const local = localTime(instant, timeZone)
  return { weekday: local.dayOfWeek, hour: local.hour }
}

/** Whether this is an IANA time zone (or an offset) that periods can be worked out in. */
export function isTimeZone(timeZone: string): boolean {
  try {
    localTime(new Date(0), timeZone)
    return true
  } catch {
    return false
  }
}

export type OffsetSpan = { start: Date; offsetSeconds: number }

/** The offsets from UTC in force over a window: the first begins at `from`, each further one where the clocks change. */
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
