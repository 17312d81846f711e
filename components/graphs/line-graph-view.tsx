"use client"

import {
  Area,
  CartesianGrid,
  ComposedChart,
  type DotItemDotProps,
  Line,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts"
import type { Unit } from "@/components/graphs/axes"
import { graphMargin, gridProps, xAxisProps, yAxisProps } from "@/components/graphs/axes"
import { GraphTooltip } from "@/components/graphs/legend"
import { MarkBands } from "@/components/graphs/mark-bands"
import type { FormatValue, GraphPoint, GraphSeries } from "@/components/graphs/series"
import { useChart } from "@/components/graphs/use-chart"

export interface LineGraphViewProps {
  label: string
  points: readonly GraphPoint[]
  series: readonly GraphSeries[]
  format: FormatValue
  band?: readonly [string, string]
  minTop?: number
  unit: Unit
  onSelect?: (index: number) => void
}

const dashes = [undefined, "6 3", "2 3"]

export function LineGraphView(props: LineGraphViewProps) {
  const { label, points, series, format, band, minTop = 0, unit, onSelect } = props
  const { ref, width, chart } = useChart(label, onSelect)
  const byKey = new Map(points.map((point) => [point.key, point]))
  const lines = series.filter((one) => !one.ghost)
  const room = Math.min(96, Math.max(0, ...lines.map((line) => line.label.length * 6.5 + 10)))
  return (
    <div ref={ref} className="h-full">
      {width > 0 && (
        <ComposedChart
          {...chart}
          data={[...points]}
          margin={{ ...graphMargin, right: lines.length > 1 ? room : 8 }}
        >
          <CartesianGrid {...gridProps} />
          <MarkBands points={points} />
          <XAxis {...xAxisProps(points)} />
          <YAxis {...yAxisProps(Math.max(minTop, highest(points, series)), unit, format)} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--line-strong)" }}
            content={({ active, label: key }) =>
              active && <GraphTooltip point={byKey.get(String(key))} series={series} format={format} />
            }
          />
          {band && (
            <Band band={band} colour={series.find((one) => one.key === band[0])?.colour ?? "var(--accent)"} />
          )}
          {series.map((one) => (
            <Line
              key={one.key}
              dataKey={valueFor(one.key)}
              name={one.label}
              type="linear"
              stroke={one.colour}
              strokeWidth={one.ghost ? 1 : 1.5}
              strokeDasharray={one.ghost ? "3 3" : dashes[lines.indexOf(one)]}
              dot={(dot: DotItemDotProps) => markOf(dot, points, one)}
              activeDot={one.ghost ? false : { r: 3, fill: one.colour, stroke: "var(--surface)" }}
              isAnimationActive={false}
              label={lines.length > 1 && !one.ghost ? endLabel(points, one) : undefined}
            />
          ))}
        </ComposedChart>
      )}
    </div>
  )
}

function highest(points: readonly GraphPoint[], series: readonly GraphSeries[]): number {
  return points.reduce((top, point) => Math.max(top, ...series.map((one) => point.values[one.key] ?? 0)), 0)
}

function valueFor(key: string) {
  return (point: GraphPoint) => point.values[key] ?? undefined
}

function Band({ band: [low, high], colour }: { band: readonly [string, string]; colour: string }) {
  return (
    <Area
      dataKey={(point: GraphPoint) => {
        const from = point.values[low]
        const to = point.values[high]
        return typeof from === "number" && typeof to === "number" ? [from, to] : undefined
      }}
      stroke="none"
      fill={colour}
      fillOpacity={0.14}
      activeDot={false}
      isAnimationActive={false}
    />
  )
}

/**
 * A hollow dot for a partial bucket, and a dot for a point with gaps on both sides, which would otherwise be invisible.
 */
function markOf(dot: DotItemDotProps, points: readonly GraphPoint[], series: GraphSeries) {
  const hasValue = (index: number) => typeof points[index]?.values[series.key] === "number"
  const partial = points[dot.index]?.partial === true && !series.ghost && hasValue(dot.index)
  if (partial) {
    return (
      <circle key={dot.index} cx={dot.cx} cy={dot.cy} r="3" fill="var(--surface)" stroke={series.colour} />
    )
  }
  const lone = hasValue(dot.index) && !hasValue(dot.index - 1) && !hasValue(dot.index + 1)
  return lone ? (
    <circle key={dot.index} cx={dot.cx} cy={dot.cy} r="2.5" fill={series.colour} />
  ) : (
    <g key={dot.index} />
  )
}

/** The name of a line at its last known point, instead of a legend. */
function endLabel(points: readonly GraphPoint[], series: GraphSeries) {
  const last = points.findLastIndex((point) => typeof point.values[series.key] === "number")
  return ({ x, y, index }: { x?: number | string; y?: number | string; index?: number }) =>
    index === last ? (
      <text key="end" x={Number(x) + 6} y={Number(y) + 4} fontSize="11" fill={series.colour}>
        {series.label}
      </text>
    ) : (
      <g key={index} />
    )
}
