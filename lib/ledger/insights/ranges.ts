import type { Temporal } from "temporal-polyfill"
import { localDate, startOfDay } from "./buckets"
import type { Range } from "./range-names"

type Days = { first: Temporal.PlainDate; end: Temporal.PlainDate | null }

/** The local days of each range, relative to the last day; `end` is exclusive, null means up to the instant itself. */
const daysOf: Record<Range, (today: Temporal.PlainDate) => Days> = {
  "7d": (today) => ({ first: today.subtract({ days: 6 }), end: null }),
  "30d": (today) => ({ first: today.subtract({ days: 29 }), end: null }),
  "90d": (today) => ({ first: today.subtract({ days: 89 }), end: null }),
  "1y": (today) => lastYears(today, 1),
  "2y": (today) => lastYears(today, 2),
  "5y": (today) => lastYears(today, 5),
  "this-month": (today) => ({ first: today.with({ day: 1 }), end: null }),
  "last-month": (today) => before(today.with({ day: 1 }), { months: 1 }),
  "this-quarter": (today) => ({ first: firstOfQuarter(today), end: null }),
  "last-quarter": (today) => before(firstOfQuarter(today), { months: 3 }),
  "this-year": (today) => ({ first: today.with({ month: 1, day: 1 }), end: null }),
  "last-year": (today) => before(today.with({ month: 1, day: 1 }), { years: 1 }),
}

/** The window of a range as of an instant: whole local days, the last of them up to the instant. */
export function windowOfRange(range: Range, at: Date, timeZone: string): { from: Date; to: Date } {
  const { first, end } = daysOf[range](localDate(new Date(at.getTime() - 1), timeZone))
  return { from: startOfDay(first, timeZone), to: end === null ? at : startOfDay(end, timeZone) }
}

function lastYears(today: Temporal.PlainDate, years: number): Days {
  return { first: today.subtract({ years }).add({ days: 1 }), end: null }
}

function before(end: Temporal.PlainDate, length: Temporal.DurationLike): Days {
  return { first: end.subtract(length), end }
}

function firstOfQuarter(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.with({ month: Math.floor((date.month - 1) / 3) * 3 + 1, day: 1 })
}
