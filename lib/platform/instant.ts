/** RFC 3339 in UTC with `Z`; milliseconds only when they are not zero. */
export function toInstant(date: Date): string {
  return date.toISOString().replace(".000Z", "Z")
}

export function toInstantOrNull(date: Date | null): string | null {
  return date === null ? null : toInstant(date)
}

/** The API accepts times between these two. */
export const earliestInstant = new Date("1970-01-01T00:00:00Z")
export const latestInstant = new Date("9998-12-31T23:59:59Z")

/** A time clamped to the range that the API accepts. */
export function clampInstant(ms: number): Date {
  return new Date(Math.min(latestInstant.getTime(), Math.max(earliestInstant.getTime(), ms)))
}

/** Whole or fractional seconds from one instant to a later one. */
export function secondsBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / 1000
}

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** The smallest UUID of version 7 at a time: ids created earlier are less than it. */
export function firstIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, "0")
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** The time in a UUID of version 7. */
export const timeOfId = (id: string) => new Date(Number.parseInt(id.slice(0, 13).replace("-", ""), 16))
