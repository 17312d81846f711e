/** A date of a calendar on some wall: the milliseconds of its midnight in UTC, so that days add up and compare. */
export type LocalDay = number

const hourMs = 3_600_000
export const dayMs = 24 * hourMs
const formats = new Map<string, Intl.DateTimeFormat>()

/** The date on the wall in a time zone. */
export function localDay(instant: Date, timeZone: string): LocalDay {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  return Date.UTC(parts.get("year") ?? 0, (parts.get("month") ?? 1) - 1, parts.get("day") ?? 1)
}

/** The same date years earlier; the end of February where there is no 29th. */
export function yearsBefore(day: LocalDay, years: number): LocalDay {
  const date = new Date(day)
  const [year, month] = [date.getUTCFullYear() - years, date.getUTCMonth()]
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth))
}

/** `YYYY-MM-DD`; null for any other text and for a day that no calendar has. */
export function readDay(text: string | null): LocalDay | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const day = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== text ? null : day
}

/**
 * The first instant of a date, which is not midnight where the clocks skip that. Temporal's polyfill would say the same,
 * and is as much script as the rest of the page: what the browser knows of time zones is asked until it is found.
 */
export function startOfDay(day: LocalDay, timeZone: string): Date {
  // No clock is more than 14 hours before or 12 hours behind UTC.
  let [before, after] = [day - 15 * hourMs, day + 13 * hourMs]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (localDay(new Date(middle), timeZone) >= day) after = middle
    else before = middle
  }
  return new Date(after)
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    calendar: "iso8601",
    numberingSystem: "latn",
    year: "numeric",
    month: "numeric",
    day: "numeric",
  })
  formats.set(timeZone, made)
  return made
}
