import type { Sorted } from "./slot-values"

/**
 * The value at a share (0 to 1) of all these integers, interpolated between its neighbors like PostgreSQL's percentile_cont;
 * null for no values. Takes time proportional to the number of sorted lists, because they are not merged.
 */
export function percentile(lists: readonly Sorted[], share: number): number | null {
  const n = lists.reduce((sum, { length }) => sum + length, 0)
  if (n === 0) return null
  const position = share * (n - 1)
  const index = Math.floor(position)
  const lower = nth(lists, index)
  const rest = position - index
  return rest === 0 ? lower : lower + (following(lists, lower, index) - lower) * rest
}

/** Count, percentiles and maximum of times in milliseconds, as seconds. */
export function secondsOf(lists: readonly Sorted[]) {
  const at = (share: number) => {
    const value = percentile(lists, share)
    return value === null ? null : value / 1000
  }
  const n = lists.reduce((sum, { length }) => sum + length, 0)
  return { n, p50: at(0.5), p90: at(0.9), p95: at(0.95), max: at(1) }
}

/** The integer with exactly so many smaller or equal ones before it, counted from 0, by bisection of their range. */
function nth(lists: readonly Sorted[], position: number): number {
  const [only] = lists
  if (lists.length === 1) return only?.[position] ?? 0
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const list of lists) {
    low = Math.min(low, list[0] ?? low)
    high = Math.max(high, list[list.length - 1] ?? high)
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    let upTo = 0
    for (const list of lists) upTo += countUpTo(list, middle)
    if (upTo > position) high = middle
    else low = middle + 1
  }
  return low
}

function following(lists: readonly Sorted[], value: number, position: number): number {
  let upTo = 0
  let next = Number.POSITIVE_INFINITY
  for (const list of lists) {
    const before = countUpTo(list, value)
    upTo += before
    next = Math.min(next, list[before] ?? next)
  }
  return upTo > position + 1 ? value : next
}

/** How many values are at most this one. */
export function countUpTo(list: Sorted, value: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}
