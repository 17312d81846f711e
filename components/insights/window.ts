import {
  dayMs,
  type LocalDay,
  localDay,
  readDay,
  startOfDay,
  yearsBefore,
} from "@/components/insights/local-day"

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

const firstDays: Record<Exclude<Range, "custom">, (today: LocalDay) => LocalDay> = {
  "7d": (today) => today - 7 * dayMs,
  "30d": (today) => today - 30 * dayMs,
  "90d": (today) => today - 90 * dayMs,
  "1y": (today) => yearsBefore(today, 1),
  "2y": (today) => yearsBefore(today, 2),
  "5y": (today) => yearsBefore(today, 5),
}

type Asked = { range: Range; from: string | null; to: string | null; timeZone: string }

/**
 * The window from the beginning of a local day until now, or of the chosen days (`from` and `to` are `YYYY-MM-DD`, both
 * whole). An unreadable day falls back to the last 30.
 */
export function windowOf(asked: Asked, now: Date): { from: Date; to: Date } {
  const today = localDay(now, asked.timeZone)
  if (asked.range !== "custom") {
    return { from: startOfDay(firstDays[asked.range](today), asked.timeZone), to: now }
  }
  const last = readDay(asked.to) ?? today
  const first = readDay(asked.from) ?? last - 29 * dayMs
  const [from, to] = first <= last ? [first, last] : [last, first]
  const end = startOfDay(to + dayMs, asked.timeZone)
  return { from: startOfDay(from, asked.timeZone), to: end > now ? now : end }
}

/** Buckets that make a readable graph: up to about a hundred. */
export function fittingBucket(asked: Asked, now: Date): "day" | "week" | "month" {
  const { from, to } = windowOf(asked, now)
  const days = (to.getTime() - from.getTime()) / dayMs
  return days <= 100 ? "day" : days <= 740 ? "week" : "month"
}
