import { useInfiniteQuery } from "@tanstack/react-query"
import { StatusLabel } from "@/components/ledger/deployments/status-badge"
import {
  type InsightQuestion,
  insightRowsQuery,
  type RowsQuestion,
} from "@/components/ledger/insights/insights-query"
import { timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { QueryTable } from "@/components/ui/data-table"
import { Drawer } from "@/components/ui/dialog"
import { EmptyState } from "@/components/ui/empty-state"
import { Segmented } from "@/components/ui/segmented"
import { VersionText } from "@/components/ui/version-text"
import type { Metric, RowPart } from "@/lib/ledger/insights/metric-names"
import type { InsightRow, Insights, InsightTotals, Rate } from "@/lib/ledger/insights/schema"
import { formatCount, formatDay, formatDuration } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

type RowsDrawerProps = {
  question: InsightQuestion
  rows: RowsQuestion | null
  /** The shown metrics; undefined while unknown. */
  insights: Insights | undefined
  onPart: (part: RowPart) => void
  onClose: () => void
}

const parts = [
  { value: "counted", label: "Counted" },
  { value: "population", label: "Based on" },
  { value: "excluded", label: "Excluded" },
] as const

type Counts = Partial<Record<RowPart, number>>

const ofRate = ({ numerator, denominator }: Rate): Counts => ({ counted: numerator, population: denominator })

const counters: Partial<Record<Metric, (totals: InsightTotals) => Counts>> = {
  reached: ({ reached }) => ({ counted: reached }),
  perDay: ({ reached }) => ({ counted: reached }),
  failed: ({ failed }) => ({ counted: failed }),
  rolledBack: ({ rolledBack }) => ({ counted: rolledBack }),
  pending: ({ pending }) => ({ counted: pending }),
  rollbackRate: ({ rollbackRate }) => ofRate(rollbackRate),
  failureRate: ({ failureRate }) => ofRate(failureRate),
  changeFailRate: ({ changeFailRate }) => ofRate(changeFailRate),
  reworkRate: ({ reworkRate }) => ofRate(reworkRate),
  durationSeconds: ({ durationSeconds: { n, unknown, closedLate } }) => ({
    counted: n,
    excluded: unknown + closedLate,
  }),
  leadTimeSeconds: ({ leadTimeSeconds: { n, unknown, negative } }) => ({
    counted: n,
    excluded: unknown + negative,
  }),
  recoveryTimeSeconds: ({ recoveryTimeSeconds: { n, open } }) => ({ counted: n, excluded: open }),
}

/** The parts with their number of rows, known only for the whole window, not for a bucket. */
function partOptions(rows: RowsQuestion, insights: Insights | undefined) {
  const counts = rows.bucketStart === null && insights ? counters[rows.metric]?.(insights.totals) : undefined
  return parts.map(({ value, label }) => {
    const count = counts?.[value]
    return { value, label: count === undefined ? label : `${label} ${formatCount(count)}` }
  })
}

export function RowsDrawer({ question, rows, insights, onPart, onClose }: RowsDrawerProps) {
  const bucket = rows?.bucketStart ?? null
  return (
    <Drawer
      open={rows !== null}
      onOpenChange={(open) => !open && onClose()}
      title={rows === null ? "" : (insights?.definitions[rows.metric].title ?? rows.metric)}
      description={
        bucket === null
          ? "The deployments behind this metric"
          : `The ${question.bucket} from ${formatDay(bucket, question.timeZone)}`
      }
    >
      {rows !== null && (
        <div className="flex h-full flex-col gap-3">
          <Segmented
            label="Rows"
            value={rows.part}
            onValueChange={onPart}
            options={partOptions(rows, insights)}
          />
          <Rows question={question} insights={insights} rows={rows} />
        </div>
      )}
    </Drawer>
  )
}

type RowsProps = Pick<RowsDrawerProps, "question" | "insights"> & { rows: RowsQuestion }

function Rows({ question, insights, rows }: RowsProps) {
  const query = useInfiniteQuery(insightRowsQuery(question, insights, rows))
  return (
    <QueryTable
      label="Deployments behind the metric"
      columns={rowColumns(question)}
      rowKey={(row) => row.id}
      rowHref={(row) => pages.deployment(row.id)}
      query={query}
      failure="Could not load rows"
      className="shrink"
    >
      <EmptyState title="No rows">No matching deployments in this period.</EmptyState>
    </QueryTable>
  )
}

const reasonLabels: Record<NonNullable<InsightRow["reason"]>, string> = {
  pending: "still pending",
  failed: "never reached the environment",
  rollback: "is itself a rollback",
  unknown: "unknown time",
  closedLate: "closed more than a day later",
  negative: "commit dated after the deployment",
  skipped: "skipped the stage below",
  outOfOrder: "arrived before the stage below",
  open: "not recovered yet",
}

/** Each row names its application and environment if several are counted. */
function rowColumns({ application, environment }: InsightQuestion): readonly Column<InsightRow>[] {
  return [
    {
      id: "imageTag",
      label: "Image tag",
      width: 160,
      required: true,
      cell: (row) => <VersionText value={row.imageTag} className="text-xs" />,
    },
    {
      id: "application",
      label: "Application",
      plain: true,
      width: 140,
      hidden: application !== "",
      value: (row) => row.application,
    },
    {
      id: "environment",
      label: "Environment",
      plain: true,
      width: 110,
      hidden: environment !== "",
      value: (row) => row.environment,
    },
    {
      id: "status",
      label: "Status",
      plain: true,
      width: 120,
      cell: (row) => <StatusLabel status={row.status} />,
    },
    timeColumn(({ deployedAt }) => deployedAt, { id: "deployedAt", label: "Deployed", plain: true }),
    {
      id: "seconds",
      label: "Measured",
      cell: (row) => (
        <span className="text-muted">
          {row.reason === null ? formatDuration(row.seconds) : reasonLabels[row.reason]}
        </span>
      ),
    },
  ]
}
