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
  /** From the ground up; one with `ghost` is drawn as a dashed step over the bars. */
  series: readonly GraphSeries[]
  format?: FormatValue
  /** A bar was pressed: show the rows behind it. */
  onSelect?: (point: GraphPoint, index: number) => void
  /** Key of the chosen bar. */
  selected?: string | null
}

/** Counts by bucket, stacked. An empty bucket keeps its place with a mark on the ground. */
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
