import type { GraphPoint } from "@/components/graphs/series"

const tick = { fontSize: 11, fill: "var(--color-muted)" }

export function xAxisProps(points: readonly GraphPoint[]) {
  const labels = new Map(points.map((point) => [point.key, point.label]))
  return {
    dataKey: "key",
    tickLine: false,
    axisLine: { stroke: "var(--color-line)" },
    tick,
    tickMargin: 6,
    height: 24,
    minTickGap: 20,
    interval: "equidistantPreserveStart",
    tickFormatter: (key: string) => labels.get(key) ?? "",
  } as const
}

/** An axis from zero to a round number at or above `top`. */
export function yAxisProps(top: number, unit: Unit, format: (value: number) => string) {
  const ticks = niceTicks(top, unit)
  return {
    ticks,
    domain: [0, ticks.at(-1) ?? 1] as [number, number],
    tickLine: false,
    axisLine: false,
    tick,
    interval: 0,
    width: Math.max(28, ...ticks.map((one) => format(one).length * 6.8 + 12)),
    tickFormatter: format,
  } as const
}

export const gridProps = { vertical: false, stroke: "var(--color-line)" } as const

export type Unit = "count" | "share" | "seconds"

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const sixtieths = [1, 2, 5, 10, 15, 30]
const timeSteps = [
  ...sixtieths,
  ...sixtieths.map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 7, 14, 30, 90].map((days) => days * day),
]

/**
 * Grid positions from 0 to the first round number at or above `top`: three to six of them. Times use clock steps (30 s,
 * 5 m, 2 h), counts use whole numbers, everything else 1, 2 or 5 times a power of ten.
 */
export function niceTicks(top: number, unit: Unit): number[] {
  const safeTop = Number.isFinite(top) && top > 0 ? top : 1
  const step = niceStep(safeTop / 4, unit)
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
