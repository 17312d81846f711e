export type Unit = "count" | "number" | "share" | "seconds"

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const timeSteps = [
  1,
  2,
  5,
  10,
  15,
  30,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
].concat([hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 30 * day, 90 * day])

/**
 * Grid positions from 0 to the first round number at or above `top`: three to six of them. Times use clock steps (30 s,
 * 5 m, 2 h), counts use whole numbers, everything else 1, 2 or 5 times a power of ten.
 */
export function niceTicks(top: number, unit: Unit, wanted = 4): number[] {
  const safeTop = Number.isFinite(top) && top > 0 ? top : 1
  const step = niceStep(safeTop / wanted, unit)
  const count = Math.ceil(safeTop / step - 1e-9)
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

function niceStep(rough: number, unit: Unit): number {
  if (unit === "seconds" && rough >= 1) {
    const clock = timeSteps.find((step) => step >= rough)
    return clock ?? decimalStep(rough / (365 * day)) * 365 * day
  }
  const step = decimalStep(rough)
  return unit === "count" ? Math.max(1, step) : step
}

function decimalStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const digit = [1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10
  return digit * power
}
