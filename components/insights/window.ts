import { Temporal } from "temporal-polyfill"

export const rangeNames = ["7d", "30d", "90d", "1y", "2y", "5y", "custom"] as const
export type Range = (typeof rangeNames)[number]

export const rangeWords: Record<Range, string> = {
  "7d": "last 7 days",
  "30d": "last 30 days",
  "90d": "last 90 days",
  "1y": "last year",
  "2y": "last 2 years",
  "5y": "last 5 years",
  custom: "chosen days",
}

const lengths: Record<Exclude<Range, "custom">, Temporal.DurationLike> = {
  "7d": { days: 7 },
  "30d": { days: 30 },
  "90d": { days: 90 },
  "1y": { years: 1 },
  "2y": { years: 2 },
  "5y": { years: 5 },
}

type Asked = { range: Range; from: string | null; to: string | null; timeZone: string }

/**
 * The window from the beginning of a local day until now, or of the chosen days (`from` and `to` are `YYYY-MM-DD`, both
 * whole). An unreadable day falls back to the last 30.
 */
export function windowOf(asked: Asked, now: Date): { from: Date; to: Date } {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(asked.timeZone)
    .toPlainDate()
  if (asked.range !== "custom") {
    return { from: startOf(today.subtract(lengths[asked.range]), asked.timeZone), to: now }
  }
  const last = readDay(asked.to) ?? today
  const first = readDay(asked.from) ?? last.subtract({ days: 29 })
  const [from, to] = Temporal.PlainDate.compare(first, last) <= 0 ? [first, last] : [last, first]
  const end = startOf(to.add({ days: 1 }), asked.timeZone)
  return { from: startOf(from, asked.timeZone), to: end > now ? now : end }
}

/** Buckets that make a readable graph: up to about a hundred. */
export function fittingBucket(asked: Asked, now: Date): "day" | "week" | "month" {
  const { from, to } = windowOf(asked, now)
  const days = (to.getTime() - from.getTime()) / 86_400_000
  return days <= 100 ? "day" : days <= 740 ? "week" : "month"
}

function readDay(text: string | null): Temporal.PlainDate | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    return null
  }
}

function startOf(date: Temporal.PlainDate, timeZone: string): Date {
  return new Date(date.toZonedDateTime(timeZone).epochMilliseconds)
}
