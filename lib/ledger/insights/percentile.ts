/**
 * Like PostgreSQL's `percentile_cont`: interpolates linearly between the two nearest ranks; null for no values. `share`
 * is from 0 to 1.
 */
export function percentileCont(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const low = sorted[Math.floor(place)]
  const high = sorted[Math.ceil(place)]
  if (low === undefined || high === undefined) return null
  return low + (high - low) * (place - Math.floor(place))
}
