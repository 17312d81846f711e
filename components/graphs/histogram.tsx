"use client"

import dynamic from "next/dynamic"
import { GraphFrame, type GraphFrameOptions } from "@/components/graphs/graph-frame"
import { GraphSkeleton } from "@/components/graphs/graph-skeleton"
import type { HistogramBin } from "@/components/graphs/histogram-view"
import { formatCount } from "@/lib/platform/format"

const View = dynamic(() => import("@/components/graphs/histogram-view").then((file) => file.HistogramView), {
  ssr: false,
  loading: GraphSkeleton,
})

export interface HistogramProps extends GraphFrameOptions {
  bins: readonly HistogramBin[]
  /** Lines at values: p50, p90. */
  marks?: readonly { value: number; label: string }[]
  colour?: string
  onSelect?: (bin: HistogramBin, index: number) => void
}

/** How often each range of values occurs. */
export function Histogram({
  bins,
  marks = [],
  colour = "var(--accent)",
  onSelect,
  ...frame
}: HistogramProps) {
  function select(index: number) {
    const bin = bins[index]
    if (bin) onSelect?.(bin, index)
  }
  const names = bins.map((bin, index) => `${bin.label} to ${bins[index + 1]?.label ?? "more"}`)
  return (
    <GraphFrame
      {...frame}
      table={{
        head: ["Range", "Count"],
        rows: bins.map((bin, index) => [names[index] ?? bin.label, formatCount(bin.count)]),
        raw: bins.map((bin, index) => [names[index] ?? bin.label, bin.count]),
      }}
      onSelectRow={onSelect && select}
    >
      <View
        label={frame.title}
        bins={bins}
        names={names}
        marks={marks}
        colour={colour}
        onSelect={onSelect && select}
      />
    </GraphFrame>
  )
}
