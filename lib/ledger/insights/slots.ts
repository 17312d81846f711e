import { type BucketSize, periodsOf } from "./buckets"

/** Where slots start, and how many of them belong to the previous window. */
export type Slots = { starts: readonly Date[]; before: number }

/**
 * Splits the previous window and the window itself into slots by bucket; the outer slots are cut to their window. A
 * slot ends where the next starts, the last at the end. PostgreSQL's `width_bucket` numbers slots from 1.
 */
export function slotsOf(before: Date, from: Date, to: Date, bucket: BucketSize, timeZone: string): Slots {
  const earlier = startsOf(before, from, bucket, timeZone)
  return { starts: [...earlier, ...startsOf(from, to, bucket, timeZone)], before: earlier.length }
}

/** The two windows as one slot each. */
export function wholeWindows(before: Date, from: Date): Slots {
  return { starts: [before, from], before: 1 }
}

function startsOf(from: Date, to: Date, bucket: BucketSize, timeZone: string): Date[] {
  const [, ...further] = periodsOf(from, to, bucket, timeZone)
  return [from, ...further.map(({ start }) => start)]
}

/** The start of the previous window of the same length. */
export function beginOfWindowBefore(from: Date, to: Date): Date {
  return new Date(2 * from.getTime() - to.getTime())
}
