/** RFC 3339 in UTC with `Z`; milliseconds only when they are not zero. */
export function toInstant(date: Date): string {
  return date.toISOString().replace(".000Z", "Z")
}

export function toInstantOrNull(date: Date | null): string | null {
  return date === null ? null : toInstant(date)
}

/** Whole or fractional seconds from one instant to a later one. */
export function secondsBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / 1000
}
