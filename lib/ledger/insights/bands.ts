const hour = 3600
const day = 24 * hour
const month = 30.4375 * day

const frequencyBands: readonly (readonly [atLeastPerDay: number, label: string])[] = [
  [3, "on demand (several a day)"],
  [1, "daily to hourly"],
  [1 / 7, "weekly to daily"],
  [day / month, "monthly to weekly"],
  [2 / 365.25, "twice a year to monthly"],
  [0, "rarer"],
]

const timeBands: readonly (readonly [belowSeconds: number, label: string])[] = [
  [hour, "< 1 hour"],
  [day, "< 1 day"],
  [7 * day, "< 1 week"],
  [month, "< 1 month"],
  [6 * month, "< 6 months"],
  [Number.POSITIVE_INFINITY, "longer"],
]

/** Below this number of deployments, a band would overstate the precision of the data. */
const fewestForBand = 10

/**
 * The DORA survey band of a deployment frequency in deployments per day. "Several a day" means three or more. Null if the
 * frequency is unknown or there are fewer than ten deployments.
 */
export function frequencyBand(perDay: number | null, n: number): string | null {
  if (perDay === null || n < fewestForBand) return null
  return frequencyBands.find(([atLeast]) => perDay >= atLeast)?.[1] ?? null
}

/** The survey band of a lead or recovery time (its median, in seconds); null if there are fewer than ten. */
export function timeBand(medianSeconds: number | null, n: number): string | null {
  if (medianSeconds === null || n < fewestForBand) return null
  return timeBands.find(([below]) => medianSeconds < below)?.[1] ?? null
}
