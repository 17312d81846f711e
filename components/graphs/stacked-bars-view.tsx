"use client"

import {
  Bar,
  type BarShapeProps,
  CartesianGrid,
  ComposedChart,
  Line,
  Tooltip,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from "recharts"
import { graphMargin, gridProps, xAxisProps, yAxisProps } from "@/components/graphs/axes"
import { FilledRect, GraphTooltip } from "@/components/graphs/legend"
import { MarkBands } from "@/components/graphs/mark-bands"
import { type GraphPoint, type GraphSeries, isEmptyPoint } from "@/components/graphs/series"
import { useChart } from "@/components/graphs/use-chart"
import { formatCount } from "@/lib/platform/format"

export interface ValueMark {
  /** The key of the bar. */
  key: string
  /** How far into the bar, from 0 to 1. */
  share: number
  label: string
}

export interface StackedBarsViewProps {
  label: string
  points: readonly GraphPoint[]
  series: readonly GraphSeries[]
  /** Makes a histogram: bars touch, and these values are marked. */
  marks?: readonly ValueMark[]
  selected?: string | null
  onSelect?: (index: number) => void
}

/** Pixels. A bar that fills half of the graph looks like an area. */
const maxBarWidth = 72

export function StackedBarsView({ label, points, series, marks, selected, onSelect }: StackedBarsViewProps) {
  const { ref, width, chart } = useChart(label, onSelect)
  const byKey = new Map(points.map((point) => [point.key, point]))
  const isWide = marks === undefined && width / points.length > 12
  return (
    <div ref={ref} className="h-full">
      {width > 0 && (
        <ComposedChart
          {...chart}
          data={[...points]}
          margin={marks?.length ? { ...graphMargin, top: 20 } : graphMargin}
          barCategoryGap={isWide ? "18%" : 1}
        >
          <CartesianGrid {...gridProps} />
          <MarkBands points={points} />
          <XAxis {...xAxisProps(points)} />
          <YAxis {...yAxisProps(tallest(points, series), "count", formatCount)} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--raised)", fillOpacity: 0.7 }}
            content={({ active, label: key }) =>
              active && (
                <GraphTooltip
                  point={byKey.get(String(key))}
                  series={series}
                  format={formatCount}
                  note={onSelect && "Click to show the rows"}
                />
              )
            }
          />
          <Selection selected={selected ?? null} />
          {!marks && <EmptyMarks points={points.filter((point) => isEmptyPoint(point, series))} />}
          {series.map((one) =>
            one.ghost ? (
              <Line
                key={one.key}
                dataKey={(point: GraphPoint) => point.values[one.key]}
                name={one.label}
                type="step"
                stroke={one.colour}
                strokeDasharray="3 3"
                dot={false}
                activeDot={false}
                isAnimationActive={false}
              />
            ) : (
              <Bar
                key={one.key}
                dataKey={(point: GraphPoint) => point.values[one.key] ?? 0}
                name={one.label}
                stackId="all"
                maxBarSize={marks ? undefined : maxBarWidth}
                isAnimationActive={false}
                shape={({ x = 0, y = 0, width = 0, height = 0, payload }: BarShapeProps) => (
                  <FilledRect
                    {...{ x, y, width, height }}
                    colour={one.colour}
                    fill={one.fill}
                    pale={byKey.get(String(payload?.key))?.partial}
                  />
                )}
              />
            ),
          )}
          {marks?.map((mark) => (
            <MarkLine key={mark.label} mark={mark} />
          ))}
        </ComposedChart>
      )}
    </div>
  )
}

function tallest(points: readonly GraphPoint[], series: readonly GraphSeries[]): number {
  const solid = series.filter((one) => !one.ghost)
  const ghosts = series.filter((one) => one.ghost)
  return points.reduce((top, point) => {
    const sum = solid.reduce((total, one) => total + (point.values[one.key] ?? 0), 0)
    return Math.max(top, sum, ...ghosts.map((ghost) => point.values[ghost.key] ?? 0))
  }, 0)
}

/** A short stroke on the baseline: the bucket is in the window and has no data. */
function EmptyMarks({ points }: { points: readonly GraphPoint[] }) {
  const x = useXAxisScale()
  const ground = useYAxisScale()?.(0)
  if (!x || ground === undefined) return null
  return points.map((point) => {
    const middle = x(point.key, { position: "middle" })
    if (middle === undefined) return null
    return <path key={point.key} d={`M${middle - 2} ${ground - 3}h4`} stroke="var(--line-strong)" />
  })
}

function Selection({ selected }: { selected: string | null }) {
  const edges = useBarEdges(selected)
  if (!edges) return null
  const { start, end, ground } = edges
  return <path d={`M${start} ${ground + 1}H${end}`} stroke="var(--accent)" strokeWidth="2" />
}

function MarkLine({ mark }: { mark: ValueMark }) {
  const edges = useBarEdges(mark.key)
  if (!edges) return null
  const at = edges.start + (edges.end - edges.start) * mark.share
  return (
    <g>
      <path d={`M${at} ${edges.ground}V16`} stroke="var(--text)" strokeWidth="1.25" />
      <text x={at} y="11" fontSize="11" textAnchor="middle" fill="var(--text)">
        {mark.label}
      </text>
    </g>
  )
}

function useBarEdges(key: string | null) {
  const x = useXAxisScale()
  const ground = useYAxisScale()?.(0)
  if (!x || ground === undefined || key === null) return null
  const start = x(key, { position: "start" })
  const end = x(key, { position: "end" })
  return start === undefined || end === undefined ? null : { start, end, ground }
}
