"use client"

import {
  Bar,
  BarChart,
  type BarShapeProps,
  CartesianGrid,
  Tooltip,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from "recharts"
import { graphMargin, gridProps, xAxisProps, yAxisProps } from "@/components/graphs/axes"
import { FilledRect, GraphTooltip } from "@/components/graphs/legend"
import type { GraphPoint, GraphSeries } from "@/components/graphs/series"
import { useWidth } from "@/components/graphs/use-width"
import { formatCount } from "@/lib/platform/format"

export interface HistogramBin {
  /** Bounds in the unit of the values; `to` is open-ended. */
  from: number
  to: number
  count: number
  /** The axis label: the lower bound. */
  label: string
}

interface HistogramViewProps {
  label: string
  bins: readonly HistogramBin[]
  names: readonly string[]
  marks: readonly { value: number; label: string }[]
  colour: string
  onSelect?: (index: number) => void
}

export function HistogramView({ label, bins, names, marks, colour, onSelect }: HistogramViewProps) {
  const { ref, width } = useWidth<HTMLDivElement>()
  const height = ref.current?.clientHeight ?? 0
  const series: GraphSeries[] = [{ key: "count", label: "Count", colour }]
  const points: GraphPoint[] = bins.map((bin, index) => ({
    key: String(bin.from),
    label: bin.label,
    title: names[index],
    values: { count: bin.count },
  }))
  const byKey = new Map(points.map((point) => [point.key, point]))
  return (
    <div ref={ref} className="h-full">
      {width > 0 && (
        <BarChart
          width={width}
          height={height}
          data={points}
          margin={{ ...graphMargin, top: marks.length > 0 ? 20 : 8 }}
          barCategoryGap={1}
          title={label}
          style={onSelect ? { cursor: "pointer" } : undefined}
          onClick={(state) => {
            const index = Number(state.activeTooltipIndex)
            if (state.activeTooltipIndex !== undefined && Number.isInteger(index)) onSelect?.(index)
          }}
        >
          <CartesianGrid {...gridProps} />
          <XAxis {...xAxisProps(points)} />
          <YAxis {...yAxisProps(Math.max(0, ...bins.map((bin) => bin.count)), "count", formatCount)} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--raised)", fillOpacity: 0.7 }}
            content={({ active, label: key }) =>
              active && <GraphTooltip point={byKey.get(String(key))} series={series} format={formatCount} />
            }
          />
          <Bar
            dataKey={(point: GraphPoint) => point.values.count}
            isAnimationActive={false}
            shape={(bar: BarShapeProps) => (
              <FilledRect
                x={bar.x ?? 0}
                y={bar.y ?? 0}
                width={bar.width ?? 0}
                height={bar.height ?? 0}
                colour={colour}
              />
            )}
          />
          {marks.map((mark) => (
            <ValueMark key={mark.label} mark={mark} bins={bins} />
          ))}
        </BarChart>
      )}
    </div>
  )
}

/** A line at a value, positioned proportionally within its bin. */
function ValueMark({
  mark,
  bins,
}: {
  mark: { value: number; label: string }
  bins: readonly HistogramBin[]
}) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  const bin = bins.find((one) => mark.value >= one.from && mark.value < one.to) ?? bins.at(-1)
  const ground = y?.(0)
  if (!x || !bin || ground === undefined) return null
  const start = x(String(bin.from), { position: "start" })
  const end = x(String(bin.from), { position: "end" })
  if (start === undefined || end === undefined) return null
  const share = Math.min(1, Math.max(0, (mark.value - bin.from) / (bin.to - bin.from || 1)))
  const at = start + (end - start) * share
  return (
    <g>
      <path d={`M${at} ${ground}V16`} stroke="var(--text)" strokeWidth="1.25" />
      <text x={at} y="11" fontSize="11" textAnchor="middle" fill="var(--text)">
        {mark.label}
      </text>
    </g>
  )
}
