import { type BucketSize, periodsOf } from "./buckets"

/** Where slots begin, and how many of them belong to the window before. */
export type Slots = { starts: readonly Date[]; before: number }

/**
 * The window before and the window itself cut into slots, bucket by bucket, the outer ones cut to their window. A slot
 * ends where the next begins, the last at the end. PostgreSQL numbers the slots of `width_bucket` from 1.
 */
export function slotsOf(before: Date, from: Date, to: Date, bucket: BucketSize, timeZone: string): Slots {
  const earlier = startsOf(before, from, bucket, timeZone)
  return { starts: [...earlier, ...startsOf(from, to, bucket, timeZone)], before: earlier.length }
}

/** The two windows whole. */
export function wholeWindows(before: Date, from: Date): Slots {
  return { starts: [before, from], before: 1 }
}

function startsOf(from: Date, to: Date, bucket: BucketSize, timeZone: string): Date[] {
  const [, ...further] = periodsOf(from, to, bucket, timeZone)
  return [from, ...further.map(({ start }) => start)]
}

/** The window before one, of the same length, begins here. */
export function beginOfWindowBefore(from: Date, to: Date): Date {
  return new Date(2 * from.getTime() - to.getTime())
}
