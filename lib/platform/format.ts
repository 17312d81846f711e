const locale = "en-GB"
const second = 1
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

export type Instant = string | number | Date

export function toDate(instant: Instant): Date {
  return instant instanceof Date ? instant : new Date(instant)
}

/** `1234567` → `1,234,567`. */
export function formatCount(count: number): string {
  return count.toLocaleString(locale)
}

/** A number with at most `digits` decimals, for averages; `< 0.1` for a number that would round to 0. */
export function formatNumber(value: number | null | undefined, digits = 1): string {
  if (value === null || value === undefined) return "–"
  const smallest = 10 ** -digits
  if (value > 0 && value < smallest / 2)
    return `< ${smallest.toLocaleString(locale, { maximumFractionDigits: digits })}`
  return value.toLocaleString(locale, { maximumFractionDigits: digits })
}

/** A share from 0 to 1 as `17.4%`; unknown is `–`, never 0, and a small share is not 0 either. */
export function formatShare(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined) return "–"
  return `${formatNumber(ratio * 100)}%`
}

const pluralRules = new Intl.PluralRules(locale)

/** `1 deployment`, `2 deployments`, `0.5 deployments`, `12,345 deployments`; unknown is `– deployments`. */
export function formatQuantity(
  count: number | null | undefined,
  singular: string,
  plural = `${singular}s`,
): string {
  return `${formatNumber(count)} ${pluralOf(count, singular, plural)}`
}

/** The noun alone, for a number shown elsewhere. */
export function pluralOf(
  count: number | null | undefined,
  singular: string,
  plural = `${singular}s`,
): string {
  const rounded = Math.round((count ?? 0) * 10) / 10
  return pluralRules.select(rounded) === "one" ? singular : plural
}

/** At most so many characters; a longer text ends with "…". */
export function shorten(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`
}

/** The first seven characters, as git abbreviates a commit. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7)
}

const units: [name: string, seconds: number][] = [
  ["d", day],
  ["h", hour],
  ["m", minute],
  ["s", second],
]

/** Seconds as the two largest units: `4 m 12 s`, `2 h 5 m`, `3 d`, `0.4 s`; unknown is `–`. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "–"
  if (seconds < 0) return `−${formatDuration(-seconds)}`
  if (seconds > 0 && seconds < 10 && !Number.isInteger(seconds)) {
    const tenths = Math.round(seconds * 10) / 10
    if (tenths < 10) return `${tenths} s`
  }
  const rounded =
    seconds >= day
      ? Math.round(seconds / hour) * hour
      : seconds >= hour
        ? Math.round(seconds / minute) * minute
        : Math.round(seconds)
  const first = units.findIndex(([, size]) => rounded >= size)
  if (first < 0) return "0 s"
  let rest = rounded
  const parts: string[] = []
  for (const [name, size] of units.slice(first, first + 2)) {
    const amount = Math.floor(rest / size)
    rest -= amount * size
    if (amount > 0) parts.push(`${amount} ${name}`)
  }
  return parts.join(" ")
}

/**
 * The relative time in one unit (`12 s ago`, `3 h ago`, `in 5 m`), or from a day on the date and time (`12 Feb, 11:04`)
 * in the given IANA time zone (default: the viewer's).
 */
export function formatRelative(instant: Instant, now: Instant = new Date(), timeZone?: string): string {
  const seconds = Math.round((toDate(now).getTime() - toDate(instant).getTime()) / 1000)
  const distance = Math.abs(seconds)
  if (distance < 5) return "just now"
  if (distance >= day) return formatShortTime(instant, timeZone, now)
  const [name, size] = units.find(([, unit]) => distance >= unit) ?? ["s", second]
  const amount = `${Math.floor(distance / size)} ${name}`
  return seconds > 0 ? `${amount} ago` : `in ${amount}`
}

/** `12 Feb 2026` in the given IANA time zone (default: the viewer's). */
export function formatDay(instant: Instant, timeZone?: string): string {
  return dateFormat({ day: "numeric", month: "short", year: "numeric", timeZone }).format(toDate(instant))
}

/** `2026-02-12` in the given IANA time zone. */
export function formatIsoDay(instant: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone })
  return parts.format(toDate(instant))
}

/** `Thu 12 Feb 2026, 11:00:00 GMT+1` in the given IANA time zone (default: the viewer's). */
export function formatExact(instant: Instant, timeZone?: string): string {
  const format = dateFormat({
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    timeZone,
  })
  return format.format(toDate(instant)).replace(",", "")
}

/** `2026-02-12 10:00:00 UTC`. */
export function formatUtc(instant: Instant): string {
  return `${toDate(instant).toISOString().slice(0, 19).replace("T", " ")} UTC`
}

/** `12 Feb, 11:04`, with the year if it is not that of `now`. */
export function formatShortTime(instant: Instant, timeZone?: string, now: Instant = new Date()): string {
  const yearOf = (one: Instant) => dateFormat({ year: "numeric", timeZone }).format(toDate(one))
  const time = dateFormat({
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  }).format(toDate(instant))
  return yearOf(instant) === yearOf(now) ? time : time.replace(",", ` ${yearOf(instant)},`)
}

export type Bucket = "day" | "week" | "month"

const bucketFormats: Record<Bucket, Intl.DateTimeFormatOptions> = {
  day: { day: "numeric", month: "short" },
  week: { day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
}

/** The name of a bucket by its start: `12 Feb`, `Feb 2026`. */
export function formatBucket(start: Instant, bucket: Bucket, timeZone?: string): string {
  return dateFormat({ ...bucketFormats[bucket], timeZone }).format(toDate(start))
}

const formats = new Map<string, Intl.DateTimeFormat>()

// Creating an Intl format costs about a hundred times more than using one; a table formats thousands of times.
function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options)
  const cached = formats.get(key)
  if (cached) return cached
  const format = new Intl.DateTimeFormat(locale, options)
  formats.set(key, format)
  return format
}
