"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import { parseAsString, useQueryState } from "nuqs"
import type { ReactNode } from "react"
import { Sparkline } from "@/components/graphs/sparkline"
import {
  applicationInsightsQuery,
  type InsightQuestion,
  insightsPage,
} from "@/components/ledger/insights/insights-query"
import { Button } from "@/components/ui/button"
import type { Column } from "@/components/ui/columns"
import { DataTable } from "@/components/ui/data-table"
import { Delta } from "@/components/ui/delta"
import { downloadCsv } from "@/components/ui/download"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { columnCsv } from "@/components/ui/save-csv"
import type { SortDirection } from "@/components/ui/table"
import type { RateMetric } from "@/lib/ledger/insights/metrics"
import type { ApplicationInsights, InsightTotals } from "@/lib/ledger/insights/schema"
import { formatCount, formatDuration, formatNumber, formatShare } from "@/lib/platform/format"

type ApplicationRow = ApplicationInsights["applications"][number]

type MetricColumn = Column<ApplicationRow> & { metric: (totals: InsightTotals) => number | null }

const metricColumns: readonly MetricColumn[] = [
  {
    ...metricColumn("reached", "Deployments", ({ reached }) => reached, formatCount),
    width: 140,
    cell: ({ totals: { reached }, previous }) => (
      <span className="inline-flex items-baseline gap-2">
        <Delta value={reached} previous={previous.reached} better="up" measure="count" />{" "}
        {formatCount(reached)}
      </span>
    ),
  },
  metricColumn(
    "perDay",
    "Per day",
    ({ perDay }) => perDay,
    (value) => formatNumber(value, 2),
  ),
  rateColumn("changeFailRate", "Change fail rate"),
  rateColumn("rollbackRate", "Rollback rate"),
  timeColumn("leadTimeSeconds", "Lead time"),
  timeColumn("recoveryTimeSeconds", "Recovery time"),
  rateColumn("reworkRate", "Rework rate"),
]

function rateColumn(id: RateMetric, label: string): MetricColumn {
  return metricColumn(id, label, (totals) => totals[id].value, formatShare)
}

/** The median, in seconds in the CSV. */
function timeColumn(id: "leadTimeSeconds" | "recoveryTimeSeconds", label: string): MetricColumn {
  return metricColumn(id, label, (totals) => totals[id].p50, formatDuration)
}

function metricColumn(
  id: string,
  label: string,
  metric: MetricColumn["metric"],
  format: (value: number) => string,
): MetricColumn {
  return {
    ...{ id, label, metric, width: 112, align: "end", sortable: true },
    cell: ({ totals }) => {
      const value = metric(totals)
      return value === null ? <span className="text-muted">–</span> : format(value)
    },
    value: ({ totals }) => metric(totals),
  }
}

const columns: readonly Column<ApplicationRow>[] = [
  {
    ...{ id: "application", label: "Application", required: true, sortable: true },
    value: ({ application }) => application,
  },
  {
    ...{ id: "trend", label: "Trend", width: 120, plain: true },
    cell: ({ application, trend }) => (
      <Sparkline label={`Deployments of ${application} over the period`} values={trend} />
    ),
  },
  ...metricColumns,
]

interface ApplicationTableProps {
  question: InsightQuestion
  /** Shown next to what can be done with the table. */
  pickers: ReactNode
}

/** The metrics of all applications side by side; a row opens the graphs of its application. */
export function ApplicationTable({ question, pickers }: ApplicationTableProps) {
  const query = useQuery({ ...applicationInsightsQuery(question), placeholderData: keepPreviousData })
  const [order, setOrder] = useQueryState("sort", parseAsString.withDefault("-reached"))
  const sort = {
    columnId: order.replace("-", ""),
    direction: order.startsWith("-") ? "descending" : "ascending",
  } as const
  const rows = sortApplications(query.data?.applications ?? [], sort)
  return (
    <>
      <div className="flex items-start justify-between gap-2">
        {pickers}
        <Button
          icon={<Download size={14} />}
          className="ml-auto"
          disabled={rows.length === 0}
          onClick={() => downloadCsv("applications", columnCsv(columns, rows))}
        >
          CSV
        </Button>
      </div>
      <DataTable
        label="Applications"
        tableId="insights-applications"
        columns={columns}
        rows={rows}
        rowKey={({ application }) => application}
        rowHref={({ application }) => insightsPage({ ...question, application })}
        sort={sort}
        onSort={(id) => void setOrder(order === `-${id}` ? id : order === id ? `-${id}` : firstOrder(id))}
        loading={query.isPending}
        className="shrink"
      >
        {query.isError ? (
          <ErrorState title="Could not compare the applications" read={query} />
        ) : (
          <EmptyState title="No deployments in this period">
            Choose a longer period or another environment.
          </EmptyState>
        )}
      </DataTable>
    </>
  )
}

/** Names from A, numbers from the largest. */
const firstOrder = (id: string) => (id === "application" ? id : `-${id}`)

/** Applications without a value come last in either direction. */
export function sortApplications(
  rows: readonly ApplicationRow[],
  sort: { columnId: string; direction: SortDirection },
): ApplicationRow[] {
  const metric = metricColumns.find(({ id }) => id === sort.columnId)?.metric
  const sign = sort.direction === "ascending" ? 1 : -1
  // The rows come sorted by name, and sorting is stable.
  if (metric === undefined) return sign > 0 ? [...rows] : rows.toReversed()
  const last = sign * Number.POSITIVE_INFINITY
  return rows.toSorted((row, other) => {
    const [left, right] = [metric(row.totals) ?? last, metric(other.totals) ?? last]
    return left === right ? 0 : sign * (left - right)
  })
}
