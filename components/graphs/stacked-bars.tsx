"use client"

import dynamic from "next/dynamic"
import { GraphFrame, type GraphFrameOptions } from "@/components/graphs/graph-frame"
import { GraphSkeleton } from "@/components/graphs/graph-skeleton"
import { Legend } from "@/components/graphs/legend"
import { type FormatValue, type GraphPoint, type GraphSeries, seriesTable } from "@/components/graphs/series"
import { formatCount } from "@/lib/platform/format"

const View = dynamic(
  () => import("@/components/graphs/stacked-bars-view").then((file) => file.StackedBarsView),
  {
    ssr: false,
    loading: GraphSkeleton,
  },
)

export interface StackedBarsProps extends GraphFrameOptions {
  points: readonly GraphPoint[]
  /** From the bottom up; a `ghost` series is drawn as a dashed step above the bars. */
  series: readonly GraphSeries[]
  format?: FormatValue
  /** Called when a bar is clicked, to show its rows. */
  onSelect?: (point: GraphPoint, index: number) => void
  /** The key of the selected bar. */
  selected?: string | null
}

/** Stacked counts by bucket. An empty bucket keeps its position with a mark on the baseline. */
export function StackedBars({
  points,
  series,
  format = formatCount,
  onSelect,
  selected,
  ...frame
}: StackedBarsProps) {
  function select(index: number) {
    const point = points[index]
    if (point) onSelect?.(point, index)
  }
  return (
    <GraphFrame
      {...frame}
      table={seriesTable(points, series, format)}
      legend={<Legend series={series} />}
      onSelectRow={onSelect && select}
    >
      <View
        label={frame.title}
        points={points}
        series={series}
        format={format}
        selected={selected ?? null}
        onSelect={onSelect && select}
      />
    </GraphFrame>
  )
}
