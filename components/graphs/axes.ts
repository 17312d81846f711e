import type { GraphPoint } from "@/components/graphs/series"
import { niceTicks, type Unit } from "@/components/graphs/ticks"

const tick = { fontSize: 11, fill: "var(--muted)" }

/** Thin axes, shared by all graphs. */
export function xAxisProps(points: readonly GraphPoint[]) {
  const labels = new Map(points.map((point) => [point.key, point.label]))
  return {
    dataKey: "key",
    tickLine: false,
    axisLine: { stroke: "var(--line)" },
    tick,
    tickMargin: 6,
    height: 24,
    minTickGap: 20,
    interval: "equidistantPreserveStart",
    tickFormatter: (key: string) => labels.get(key) ?? "",
  } as const
}

/** From zero to a round number at or above `top`. */
export function yAxisProps(top: number, unit: Unit, format: (value: number) => string) {
  const ticks = niceTicks(top, unit)
  return {
    ticks,
    domain: [0, ticks.at(-1) ?? 1] as [number, number],
    tickLine: false,
    axisLine: false,
    tick,
    interval: 0,
    width: Math.max(28, ...ticks.map((one) => format(one).length * 6.2 + 10)),
    tickFormatter: format,
  } as const
}

export const gridProps = { vertical: false, stroke: "var(--line)" } as const
export const graphMargin = { top: 8, right: 4, bottom: 0, left: 0 } as const
