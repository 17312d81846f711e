"use client"

import dynamic from "next/dynamic"
import type { Unit } from "@/components/graphs/axes"
import { GraphFrame, type GraphFrameOptions } from "@/components/graphs/graph-frame"
import { GraphSkeleton } from "@/components/graphs/graph-skeleton"
import { Legend } from "@/components/graphs/legend"
import { type FormatValue, type GraphPoint, type GraphSeries, seriesTable } from "@/components/graphs/series"
import { formatCompact, formatDuration, formatNumber, formatShare } from "@/lib/platform/format"

const View = dynamic(() => import("@/components/graphs/line-graph-view").then((file) => file.LineGraphView), {
  ssr: false,
  loading: GraphSkeleton,
})

export interface LineGraphProps extends GraphFrameOptions {
  points: readonly GraphPoint[]
  /** Lines; `ghost` lines are dashed and gray. Several solid lines differ in dash pattern as well as color. */
  series: readonly GraphSeries[]
  /** Determines the grid lines and the value format. */
  unit?: Unit
  format?: FormatValue
  /** Fills the area below the first line. */
  area?: boolean
  /** Two series keys whose band is shaded: p50 and p90. */
  band?: readonly [low: string, high: string]
  /** The minimum top of the y axis, in the unit of the values. */
  minTop?: number
  onSelect?: (point: GraphPoint, index: number) => void
}

const formats: Record<Unit, FormatValue> = {
  count: formatCompact,
  number: formatNumber,
  share: formatShare,
  seconds: formatDuration,
}

/** Lines over time. Unknown buckets are gaps; an isolated point is a dot. */
export function LineGraph({
  points,
  series,
  unit = "number",
  format = formats[unit],
  area,
  band,
  minTop,
  onSelect,
  ...frame
}: LineGraphProps) {
  function select(index: number) {
    const point = points[index]
    if (point) onSelect?.(point, index)
  }
  return (
    <GraphFrame
      {...frame}
      table={seriesTable(points, series, format)}
      legend={series.length > 1 && <Legend series={series.filter((one) => one.ghost)} />}
      onSelectRow={onSelect && select}
    >
      <View
        label={frame.title}
        points={points}
        series={series}
        format={format}
        area={area ?? false}
        band={band}
        minTop={minTop}
        unit={unit}
        onSelect={onSelect && select}
      />
    </GraphFrame>
  )
}

/** A percentile line with a band up to a higher percentile: p50 with p90. */
export function PercentileBand(
  props: Omit<LineGraphProps, "band" | "area"> & { band: readonly [string, string] },
) {
  return <LineGraph {...props} />
}
