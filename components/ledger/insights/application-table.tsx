import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import { parseAsString, useQueryState } from "nuqs"
import type { ReactNode } from "react"
import { Sparkline } from "@/components/graphs/sparkline"
import { nameColumn } from "@/components/layout/name-column"
import { type ComparedScope, comparedScope, type Shown } from "@/components/ledger/insights/comparison"
import { PeriodLine } from "@/components/ledger/insights/insight-tiles"
import {
  applicationInsightsQuery,
  type InsightQuestion,
  insightsPage,
} from "@/components/ledger/insights/insights-query"
import { Button } from "@/components/ui/button"
import type { Column } from "@/components/ui/columns"
import { DataTable } from "@/components/ui/data-table"
import { Delta, type Measure } from "@/components/ui/delta"
import { downloadCsv } from "@/components/ui/download"
import { ErrorState } from "@/components/ui/error-state"
import { columnCsv } from "@/components/ui/save-csv"
import SortPicker from "@/components/ui/sort-picker"
import type { SortDirection } from "@/components/ui/table"
import type { RateMetric } from "@/lib/ledger/insights/metric-names"
import type { ApplicationInsights, InsightTotals } from "@/lib/ledger/insights/schema"
import { formatCount, formatDuration, formatNumber, formatShare } from "@/lib/platform/format"

type ApplicationRow = ApplicationInsights["applications"][number]

interface ApplicationMetric {
  id: string
  label: string
  metric: (totals: InsightTotals) => number | null
  measure: Measure
  better: "up" | "down"
  /** Not compared: the record may begin within the other period, which the number per day takes into account. */
  isTotal?: boolean
}

const formats: Record<Measure, (value: number) => string> = {
  count: formatCount,
  number: (value) => formatNumber(value, 2),
  share: formatShare,
  seconds: formatDuration,
}

const metrics: readonly ApplicationMetric[] = [
  {
    id: "reached",
    label: "Deployments",
    metric: ({ reached }) => reached,
    measure: "count",
    better: "up",
    isTotal: true,
  },
  { id: "perDay", label: "Per day", metric: ({ perDay }) => perDay, measure: "number", better: "up" },
  rate("changeFailRate", "Change fail rate"),
  rate("rollbackRate", "Rollback rate"),
  time("leadTimeSeconds", "Lead time"),
  time("recoveryTimeSeconds", "Recovery time"),
  rate("reworkRate", "Rework rate"),
]

function rate(id: RateMetric, label: string): ApplicationMetric {
  return { id, label, metric: (totals) => totals[id].value, measure: "share", better: "down" }
}

/** The median, in seconds in the CSV. */
function time(id: "leadTimeSeconds" | "recoveryTimeSeconds", label: string): ApplicationMetric {
  return { id, label, metric: (totals) => totals[id].p50, measure: "seconds", better: "down" }
}

const comparedTotals = ({ comparison, previous }: ApplicationRow) => comparison ?? previous

function columnsOf(compared: ComparedScope | null): readonly Column<ApplicationRow>[] {
  const isElsewhere = compared?.isElsewhere ?? false
  return [
    nameColumn(({ application }) => application, {
      id: "application",
      label: "Application",
      required: true,
      sortable: true,
      minWidth: 174,
    }),
    {
      id: "trend",
      label: "Trend",
      width: 80,
      plain: true,
      cell: ({ application, trend }) => (
        <Sparkline label={`Deployments of ${application} over the period`} values={trend} />
      ),
    },
    ...metrics.map(
      ({ id, label, metric, measure, better, isTotal }): Column<ApplicationRow> => ({
        id,
        label,
        align: "end",
        sortable: true,
        // A change and a duration such as 13 m 23 s.
        width: measure === "seconds" ? 150 : measure === "share" ? 132 : 108,
        cell: (row) => {
          const value = metric(row.totals)
          const previous = metric(comparedTotals(row))
          if (value === null) return <span className="text-muted">–</span>
          const text = formats[measure](value)
          if (isTotal) return text
          return (
            <span className="inline-flex items-baseline gap-2 max-sm:flex-row-reverse">
              {previous !== null && (
                <Delta
                  {...{ value, previous, measure }}
                  {...(isElsewhere ? { word: "against" } : { better })}
                  isShort
                />
              )}{" "}
              {text}
            </span>
          )
        },
        value: ({ totals }) => metric(totals),
      }),
    ),
  ]
}

function csvColumns(columns: readonly Column<ApplicationRow>[]): readonly Column<ApplicationRow>[] {
  const compared = metrics.map(
    ({ id, label, metric }): Column<ApplicationRow> => ({
      id: `${id}-compared`,
      label: `${label}, compared`,
      value: (row) => metric(comparedTotals(row)),
    }),
  )
  return [...columns, ...compared]
}

interface ApplicationTableProps {
  question: InsightQuestion
  /** Shown next to the actions of the table; `compared`: the comparison, null while unknown. */
  pickers: (compared: ComparedScope | null) => ReactNode
  /** Shown if nothing was deployed in the period. */
  empty: ReactNode
}

/** The metrics of all applications side by side; a row opens the graphs of its application. */
export default function ApplicationTable({ question, pickers, empty }: ApplicationTableProps) {
  const query = useQuery({ ...applicationInsightsQuery(question), placeholderData: keepPreviousData })
  const [order, setOrder] = useQueryState("sort", parseAsString.withDefault("-reached"))
  const sort = {
    columnId: order.replace("-", ""),
    direction: order.startsWith("-") ? "descending" : "ascending",
  } as const
  const onSort = (id: string) =>
    void setOrder(order === `-${id}` ? id : order === id ? `-${id}` : firstOrder(id))
  const rows = sortApplications(query.data?.applications ?? [], sort)
  const shown = query.data && shownOf(query.data)
  const compared = shown ? comparedScope(shown) : null
  const columns = columnsOf(compared)
  return (
    <>
      {pickers(compared)}
      <div className="flex items-center justify-between gap-4">
        {shown && <PeriodLine shown={shown} />}
        <Button
          size="sm"
          icon={<Download size={14} />}
          className="ml-auto print:hidden"
          disabled={rows.length === 0}
          onClick={() => downloadCsv("applications", columnCsv(csvColumns(columns), rows))}
        >
          CSV
        </Button>
      </div>
      <SortPicker columns={columns} sort={sort} onSort={onSort} />
      <DataTable
        label="Applications"
        tableId="insights-applications"
        columns={columns}
        rows={rows}
        rowKey={({ application }) => application}
        rowHref={({ application }) => insightsPage({ ...question, application })}
        sort={sort}
        onSort={onSort}
        loading={query.isPending}
        className="shrink"
      >
        {query.isError ? <ErrorState title="Could not compare the applications" read={query} /> : empty}
      </DataTable>
    </>
  )
}

/** All applications, even if the comparison is another environment. */
function shownOf({ comparison, ...shown }: ApplicationInsights): Shown {
  return { ...shown, application: null, comparison: comparison && { ...comparison, application: null } }
}

/** Names from A, numbers from the largest. */
const firstOrder = (id: string) => (id === "application" ? id : `-${id}`)

/** Applications without a value come last in either direction. */
export function sortApplications(
  rows: readonly ApplicationRow[],
  sort: { columnId: string; direction: SortDirection },
): ApplicationRow[] {
  const metric = metrics.find(({ id }) => id === sort.columnId)?.metric
  const sign = sort.direction === "ascending" ? 1 : -1
  // The rows come sorted by name, and sorting is stable.
  if (metric === undefined) return sign > 0 ? [...rows] : rows.toReversed()
  const last = sign * Number.POSITIVE_INFINITY
  return rows.toSorted((row, other) => {
    const leftValue = metric(row.totals) ?? last
    const right = metric(other.totals) ?? last
    return leftValue === right ? 0 : sign * (leftValue - right)
  })
}
