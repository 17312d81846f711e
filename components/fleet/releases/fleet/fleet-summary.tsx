"use client"

import { statuses } from "@/components/fleet/releases/release-queries"
import { releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { toneText } from "@/components/ui/badge"
import { FilterChip } from "@/components/ui/status-chips"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { ReleaseSummary } from "@/lib/fleet/releases/fleet-schema"
import { formatCount, formatQuantity } from "@/lib/platform/format"

interface ChartSummaryProps {
  summary: ReleaseSummary
  chosen: string | null
  onChoose: (chart: string | null) => void
}

/** Further charts are listed in the filter, with their counts. */
const maxShown = 8

/**
 * Release counts and health of the most used charts. The order is fixed, by name: a changing release must not move the
 * table below.
 */
export function ChartSummary({ summary, chosen, onChoose }: ChartSummaryProps) {
  const charts = Object.entries(summary.byChart)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, maxShown)
    .toSorted(([one], [other]) => one.localeCompare(other))
  return (
    <ul
      aria-label="Releases by chart"
      className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-2 max-md:hidden"
    >
      {charts.map(([chart, count]) => (
        <li key={chart}>
          <FilterChip
            pressed={chart === chosen}
            onClick={() => onChoose(chart === chosen ? null : chart)}
            className="h-9 w-full overflow-hidden"
          >
            <span className="min-w-0 truncate" title={chart}>
              {chart}
            </span>
            <span className="font-medium">{formatCount(count)}</span>
            <StatusCounts counts={summary.byChartAndStatus[chart] ?? {}} />
          </FilterChip>
        </li>
      ))}
    </ul>
  )
}

function StatusCounts({ counts }: { counts: Readonly<Record<string, number>> }) {
  return (
    <span className="ml-auto flex gap-x-2 text-xs text-muted">
      {statuses.map((status) => {
        const count = counts[status] ?? 0
        if (count === 0) return null
        const style = releaseStatusStyles[status]
        return (
          <span key={status} className="inline-flex items-center gap-1">
            <StatusGlyph shape={style.shape} size={10} className={toneText[style.tone]} />
            <span aria-hidden="true">{formatCount(count)}</span>
            <span className="sr-only">
              {formatQuantity(count, "release")} {style.word.toLowerCase()}
            </span>
          </span>
        )
      })}
    </span>
  )
}
