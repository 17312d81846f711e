import dynamic from "next/dynamic"
import type { ReactNode } from "react"
import type { Unit } from "@/components/graphs/axes"
import { GraphFrame, type GraphFrameOptions } from "@/components/graphs/graph-frame"
import type { GraphViewProps, ValueMark } from "@/components/graphs/graph-view"
import { Legend } from "@/components/graphs/legend"
import { type FormatValue, type GraphPoint, seriesTable } from "@/components/graphs/series"
import { GraphSkeleton } from "@/components/ui/skeletons"
import { formatCount, formatDuration, formatShare } from "@/lib/platform/format"

// The drawing library is most of the code of a page with graphs; the frames are rendered before it is loaded.
const GraphView = dynamic(() => import("@/components/graphs/graph-view"), {
  ssr: false,
  loading: () => <GraphSkeleton />,
})

interface BucketGraphProps extends GraphFrameOptions, Pick<GraphViewProps, "points" | "series"> {
  onSelect?: (point: GraphPoint) => void
}

type LineGraphProps = BucketGraphProps & Pick<GraphViewProps, "unit" | "band" | "minTop">

/**
 * Lines over time: `ghost` lines are dashed and gray, several solid ones differ in dash pattern as well as color.
 * Unknown buckets are gaps; an isolated point is a dot.
 */
export function LineGraph(props: LineGraphProps) {
  const ghosts = props.series.filter((one) => one.ghost)
  return <Graph {...props} kind="lines" legend={props.series.length > 1 && <Legend series={ghosts} />} />
}

type StackedBarsProps = BucketGraphProps & Pick<GraphViewProps, "selected">

/**
 * Counts by bucket, stacked from the bottom up; a `ghost` series is a dashed step above the bars. An empty bucket keeps
 * its position with a mark on the baseline.
 */
export function StackedBars(props: StackedBarsProps) {
  return <Graph {...props} kind="bars" unit="count" legend={<Legend series={props.series} />} />
}

interface HistogramBin {
  /** The lower bound, in the unit of the values. */
  from: number
  /** Infinity if the bin is open-ended. */
  to: number
  count: number
  label: string
}

interface HistogramProps extends GraphFrameOptions {
  bins: readonly HistogramBin[]
  /** Lines at values: p50, p90. */
  marks: readonly { value: number; label: string }[]
}

export function Histogram({ bins, marks, ...frame }: HistogramProps) {
  const points: GraphPoint[] = bins.map((bin, index) => {
    const next = bins[index + 1]
    return {
      key: String(bin.from),
      label: bin.label,
      title: next === undefined ? `${bin.label} or more` : `${bin.label} to ${next.label}`,
      values: { count: bin.count },
    }
  })
  return (
    <Graph
      {...frame}
      kind="bars"
      unit="count"
      points={points}
      series={[{ key: "count", label: "Count", color: "var(--color-accent)" }]}
      marks={marks.flatMap((mark) => valueMark(mark, bins))}
      bucketLabel="Range"
    />
  )
}

/** A line at a value, positioned proportionally within its bin. */
function valueMark(
  { value, label }: HistogramProps["marks"][number],
  bins: readonly HistogramBin[],
): ValueMark[] {
  const bin = bins.find(({ from, to }) => value >= from && value < to) ?? bins.at(-1)
  if (bin === undefined) return []
  const share = Math.min(1, Math.max(0, (value - bin.from) / (bin.to - bin.from || 1)))
  return [{ key: String(bin.from), share, label }]
}

const formats: Record<Unit, FormatValue> = {
  count: formatCount,
  share: formatShare,
  seconds: formatDuration,
}

type GraphProps = BucketGraphProps &
  Omit<GraphViewProps, "label" | "format" | "onSelect"> & { legend?: ReactNode; bucketLabel?: string }

function Graph({ title, description, actions, height, legend, bucketLabel, onSelect, ...view }: GraphProps) {
  const { points, series, unit } = view
  const format = formats[unit]
  const select = (index: number) => {
    const point = points[index]
    if (point) onSelect?.(point)
  }
  return (
    <GraphFrame
      {...{ title, description, actions, height, legend }}
      table={seriesTable(points, series, format, bucketLabel)}
      onSelectRow={onSelect && select}
    >
      <GraphView {...view} label={title} format={format} onSelect={onSelect && select} />
    </GraphFrame>
  )
}
