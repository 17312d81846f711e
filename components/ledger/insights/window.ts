import { type Range, ranges } from "@/lib/ledger/insights/range-names"
import { dayMs } from "@/lib/platform/instant"

export const rangeNames = [...ranges, "custom"] as const
export type RangeName = (typeof rangeNames)[number]

export const rangeLabels: Record<RangeName, string> = {
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
  "1y": "Last year",
  "2y": "Last 2 years",
  "5y": "Last 5 years",
  "this-month": "This month",
  "last-month": "Last month",
  "this-quarter": "This quarter",
  "last-quarter": "Last quarter",
  "this-year": "This year",
  "last-year": "Last calendar year",
  custom: "Custom",
}

export type Bucket = "day" | "week" | "month"

const rangeBuckets: Record<Range, Bucket> = {
  "7d": "day",
  "30d": "day",
  "90d": "day",
  "1y": "week",
  "2y": "week",
  "5y": "month",
  "this-month": "day",
  "last-month": "day",
  "this-quarter": "day",
  "last-quarter": "day",
  "this-year": "week",
  "last-year": "week",
}

type AskedWindow = { range: RangeName; from: string | null; to: string | null; at?: string | null }

/**
 * The window as API parameters, which the API resolves in the viewer's time zone. Custom days (`YYYY-MM-DD`) are whole
 * days in either order; invalid ones are ignored, and without any the window is the last 30 days.
 */
export function windowParameters({ range, from, to, at = null }: AskedWindow) {
  if (range !== "custom") return { range, from: null, to: at }
  const [first, last] = [readDay(from), readDay(to)].sort()
  if (first === undefined) return { range: "30d", from: null, to: at }
  if (readDay(from) !== undefined && readDay(to) !== undefined) return { range: null, from: first, to: last }
  return readDay(from) === undefined
    ? { range: "30d", from: null, to: first }
    : { range: null, from: first, to: null }
}

/** The bucket size for a readable graph: up to about a hundred buckets. */
export function fittingBucket({ range, from, to }: AskedWindow, now: Date): Bucket {
  if (range !== "custom") return rangeBuckets[range]
  const first = readDay(from)
  if (first === undefined) return "day"
  const last = readDay(to)
  const end = last === undefined ? now.getTime() : Date.parse(last)
  const days = Math.abs(end - Date.parse(first)) / dayMs
  return days <= 100 ? "day" : days <= 740 ? "week" : "month"
}

/** Undefined for an invalid date. */
function readDay(text: string | null): string | undefined {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const day = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text ? undefined : text
}
