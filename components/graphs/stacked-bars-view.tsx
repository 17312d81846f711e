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
import { type FormatValue, type GraphPoint, type GraphSeries, isEmptyPoint } from "@/components/graphs/series"
import { useWidth } from "@/components/graphs/use-width"

interface StackedBarsViewProps {
  label: string
  points: readonly GraphPoint[]
  series: readonly GraphSeries[]
  format: FormatValue
  selected: string | null
  onSelect?: (index: number) => void
}

/** Pixels. A bar that fills half of the graph looks like an area. */
const widestBar = 72

export function StackedBarsView({ label, points, series, format, selected, onSelect }: StackedBarsViewProps) {
  const { ref, width } = useWidth<HTMLDivElement>()
  const height = ref.current?.clientHeight ?? 0
  const byKey = new Map(points.map((point) => [point.key, point]))
  const note = onSelect && "Click to show the rows"
  return (
    <div ref={ref} className="h-full">
      {width > 0 && (
        <ComposedChart
          width={width}
          height={height}
          data={[...points]}
          margin={graphMargin}
          barCategoryGap={width / points.length > 12 ? "18%" : 1}
          title={label}
          style={onSelect ? { cursor: "pointer" } : undefined}
          onClick={(state) => {
            const index = Number(state.activeTooltipIndex)
            if (state.activeTooltipIndex !== undefined && Number.isInteger(index)) onSelect?.(index)
          }}
        >
          <CartesianGrid {...gridProps} />
          <XAxis {...xAxisProps(points)} />
          <YAxis {...yAxisProps(tallest(points, series), "count", format)} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--raised)", fillOpacity: 0.7 }}
            content={({ active, label: key }) =>
              active && (
                <GraphTooltip point={byKey.get(String(key))} series={series} format={format} note={note} />
              )
            }
          />
          <Chosen selected={selected} />
          <EmptyMarks points={points.filter((point) => isEmptyPoint(point, series))} />
          {series
            .filter((one) => !one.ghost)
            .map((one) => (
              <Bar
                key={one.key}
                dataKey={(point: GraphPoint) => point.values[one.key] ?? 0}
                name={one.label}
                stackId="all"
                maxBarSize={widestBar}
                isAnimationActive={false}
                shape={(props: BarShapeProps) => (
                  <FilledRect
                    x={props.x ?? 0}
                    y={props.y ?? 0}
                    width={props.width ?? 0}
                    height={props.height ?? 0}
                    colour={one.colour}
                    fill={one.fill}
                    pale={byKey.get(String(props.payload?.key))?.partial}
                  />
                )}
              />
            ))}
          {series
            .filter((one) => one.ghost)
            .map((one) => (
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
            ))}
        </ComposedChart>
      )}
    </div>
  )
}

/** The maximum sum of a bar, or the maximum value of the previous period. */
function tallest(points: readonly GraphPoint[], series: readonly GraphSeries[]): number {
  const solid = series.filter((one) => !one.ghost)
  const ghosts = series.filter((one) => one.ghost)
  return points.reduce((top, point) => {
    const sum = solid.reduce((total, one) => total + (point.values[one.key] ?? 0), 0)
    return Math.max(top, sum, ...ghosts.map((one) => point.values[one.key] ?? 0))
  }, 0)
}

/** A short stroke on the baseline: the bucket is in the window and has no data. */
function EmptyMarks({ points }: { points: readonly GraphPoint[] }) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  const ground = y?.(0)
  if (!x || ground === undefined) return null
  return points.map((point) => {
    const middle = x(point.key, { position: "middle" })
    if (middle === undefined) return null
    return <path key={point.key} d={`M${middle - 2} ${ground - 3}h4`} stroke="var(--line-strong)" />
  })
}

function Chosen({ selected }: { selected: string | null }) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  const ground = y?.(0)
  if (!x || ground === undefined || selected === null) return null
  const start = x(selected, { position: "start" })
  const end = x(selected, { position: "end" })
  if (start === undefined || end === undefined) return null
  return <path d={`M${start} ${ground + 1}H${end}`} stroke="var(--accent)" strokeWidth="2" />
}
