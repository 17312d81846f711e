"use client"

import { useInfiniteQuery } from "@tanstack/react-query"
import {
  type InsightQuestion,
  insightRowsQuery,
  type RowPart,
  type RowsQuestion,
  type ShownWindow,
} from "@/components/ledger/insights/insights-query"
import { rowColumns } from "@/components/ledger/insights/row-columns"
import { QueryTable } from "@/components/ui/data-table"
import { Drawer } from "@/components/ui/dialog"
import { EmptyState } from "@/components/ui/empty-state"
import { Segmented } from "@/components/ui/segmented"
import type { Metric } from "@/lib/ledger/insights/metrics"
import type { Definition } from "@/lib/ledger/insights/schema"
import { formatDay } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

type RowsDrawerProps = {
  question: InsightQuestion
  /** The window of the shown metrics; null: not known yet. */
  window: ShownWindow | null
  rows: RowsQuestion | null
  definitions: Record<Metric, Definition> | undefined
  onPart: (part: RowPart) => void
  onClose: () => void
}

const parts = [
  { value: "counted", label: "Counted" },
  { value: "population", label: "Based on" },
  { value: "excluded", label: "Excluded" },
] as const

/** The deployments behind a metric. */
export function RowsDrawer({ question, window, rows, definitions, onPart, onClose }: RowsDrawerProps) {
  const bucket = rows?.bucketStart ?? null
  return (
    <Drawer
      open={rows !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={rows === null ? "" : (definitions?.[rows.metric].title ?? rows.metric)}
      description={
        bucket === null
          ? "The deployments behind this metric"
          : `The ${question.bucket} from ${formatDay(bucket, question.timeZone)}`
      }
    >
      {rows !== null && (
        <div className="flex h-full flex-col gap-3">
          <Segmented label="Rows" value={rows.part} onValueChange={onPart} options={parts} />
          <Rows question={question} window={window} rows={rows} />
        </div>
      )}
    </Drawer>
  )
}

function Rows({
  question,
  window,
  rows,
}: Pick<RowsDrawerProps, "question" | "window"> & { rows: RowsQuestion }) {
  const query = useInfiniteQuery(insightRowsQuery(question, window, rows))
  return (
    <QueryTable
      label="Deployments behind the metric"
      columns={rowColumns}
      rowKey={(row) => row.id}
      rowHref={(row) => pages.deployment(row.id)}
      query={query}
      failure="Could not load rows"
      className="shrink"
    >
      {<EmptyState title="No rows">No matching deployments in this period.</EmptyState>}
    </QueryTable>
  )
}
