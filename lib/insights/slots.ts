import { type BucketSize, periodsOf } from "./buckets"

/**
 * The windows of a question cut into slots by the instants at which they begin: first the window before, whole, then
 * the window itself, bucket by bucket, the outer ones cut to it. A slot ends where the next begins, the last at the end.
 */
export function slotStarts(before: Date, from: Date, to: Date, bucket: BucketSize, timeZone: string): Date[] {
  const [, ...further] = periodsOf(from, to, bucket, timeZone)
  return [before, from, ...further.map(({ start }) => start)]
}

/** The window before one, of the same length, begins here. */
export function beginOfWindowBefore(from: Date, to: Date): Date {
  return new Date(2 * from.getTime() - to.getTime())
}

/** PostgreSQL counts the slots of `width_bucket` from 1. */
export const slotBefore = 1
