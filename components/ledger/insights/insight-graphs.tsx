import type { ReactNode } from "react"
import { Histogram, LineGraph, StackedBars } from "@/components/graphs/bucket-graphs"
import { HeatMap } from "@/components/graphs/heat-map"
import type { GraphSeries } from "@/components/graphs/series"
import { comparedWith } from "@/components/ledger/insights/comparison"
import { graphPoints, weekdays } from "@/components/ledger/insights/graph-points"
import { Card } from "@/components/ui/card"
import { Duration } from "@/components/ui/duration"
import { Link } from "@/components/ui/link"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import type { Metric } from "@/lib/ledger/insights/metric-names"
import type { InsightBucket, Insights, PromotionTimeFigures } from "@/lib/ledger/insights/schema"
import { formatDuration, formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

type InsightGraphsProps = {
  insights: Insights
  onRows: (metric: Metric, bucketStart: string) => void
}

const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"))
const bucketLabels = { day: "day", week: "ISO week", month: "month" }

/** The graphs of a period, with the comparison as a ghost; clicking a bucket shows its rows. */
export function InsightGraphs({ insights, onRows }: InsightGraphsProps) {
  const partial = insights.buckets.some((bucket) => bucket.partial)
    ? "; pale or hollow marks are partial"
    : ""
  const before = ghostOf(insights)
  const each = `per ${bucketLabels[insights.bucket]}, ${insights.timeZone}${partial}`
  return (
    <div className="grid grid-cols-1 gap-4 xl:grid-cols-2 print:block print:space-y-3">
      <Card className="xl:col-span-2">
        <StackedBars
          title="Deployment frequency"
          description={
            <>
              Deployments {each}. Dashed: {before.label}.
              <span className="print:hidden"> Click a bar to show its deployments.</span>
            </>
          }
          height={240}
          points={graphPoints(
            insights,
            {
              deployed: (bucket) => bucket.reached - bucket.rolledBack,
              rolledBack: (bucket) => bucket.rolledBack,
              failed: (bucket) => bucket.failed,
            },
            { before: (bucket) => bucket.reached + bucket.failed },
          )}
          series={[
            { key: "deployed", label: "Deployed", color: "var(--color-deployed)" },
            { key: "rolledBack", label: "Rolled back", color: "var(--color-rolled-back)", fill: "outline" },
            { key: "failed", label: "Failed", color: "var(--color-failed)", fill: "hatch" },
            before,
          ]}
          onSelect={(point) => onRows("reached", point.key)}
        />
      </Card>
      <RateGraph
        title="Rollback rate"
        description={`Rolled back ÷ reached, ${each}`}
        metric="rollbackRate"
        color="var(--color-rolled-back)"
        insights={insights}
        onRows={onRows}
      />
      <RateGraph
        title="Change fail rate"
        description={`Changes that needed remediation ÷ changes, ${each}`}
        metric="changeFailRate"
        color="var(--color-failed)"
        insights={insights}
        onRows={onRows}
      />
      <TimeGraphs insights={insights} onRows={onRows} each={each} />
      <Card>
        <HeatMap
          title="Deployments by weekday and hour"
          description={`Reached deployments by weekday and hour, ${insights.timeZone}`}
          rows={weekdays}
          columns={hours}
          values={insights.heatMap}
        />
      </Card>
      <Card
        title="Promotion time"
        description="First arrivals, from stage to stage"
        flush
        className="print:break-inside-avoid"
      >
        <ListTable
          label="Promotion time by step"
          className="min-w-xl"
          regionClassName="max-h-64"
          columns={promotionColumns}
          rows={insights.totals.promotionTimeSeconds}
          rowKey={(time) => `${time.kind} ${stepOf(time)}`}
          empty={
            <p className="p-6 text-center text-sm text-muted">
              No version arrived here from a lower stage in this period. Record deployments to the stages
              below with the same image tag.
            </p>
          }
        />
      </Card>
    </div>
  )
}

function ghostOf(insights: Insights): GraphSeries {
  return { key: "before", label: comparedWith(insights).label, color: "var(--color-ghost)", ghost: true }
}

interface RateGraphProps extends InsightGraphsProps {
  title: string
  description: string
  metric: "rollbackRate" | "changeFailRate"
  color: string
}

function RateGraph({ title, description, metric, color, insights, onRows }: RateGraphProps) {
  const rate = (bucket: InsightBucket) => bucket[metric].value
  return (
    <Card>
      <LineGraph
        title={title}
        description={description}
        unit="share"
        minTop={0.1}
        points={graphPoints(insights, { rate }, { before: rate })}
        series={[{ key: "rate", label: title, color }, ghostOf(insights)]}
        onSelect={(point) => onRows(metric, point.key)}
      />
    </Card>
  )
}

function TimeGraphs({ insights, onRows, each }: InsightGraphsProps & { each: string }) {
  const { durationSeconds, leadTimeSeconds } = insights.totals
  const before = ghostOf(insights)
  return (
    <>
      {durationSeconds.n === 0 ? (
        <MissingMetric title="Duration">
          {formatQuantity(durationSeconds.unknown + durationSeconds.closedLate, "finished deployment")}, none
          with a known duration. Send <code>deployedAt</code> and <code>completedAt</code>, or report the
          start as <code>PENDING</code> and the end in a second request.
        </MissingMetric>
      ) : (
        <>
          <Card>
            <LineGraph
              title="Duration"
              description={`Median and 90th percentile, ${each}`}
              unit="seconds"
              band={["p50", "p90"]}
              points={graphPoints(
                insights,
                {
                  p50: (bucket) => bucket.durationSeconds.p50,
                  p90: (bucket) => bucket.durationSeconds.p90,
                },
                { before: (bucket) => bucket.durationSeconds.p50 },
              )}
              series={[
                { key: "p50", label: "p50", color: "var(--color-accent)" },
                { key: "p90", label: "p90", color: "var(--color-muted)" },
                { ...before, label: `${before.label}, p50` },
              ]}
              onSelect={(point) => onRows("durationSeconds", point.key)}
            />
          </Card>
          <Card>
            <Histogram
              title="Duration distribution"
              description={`n = ${durationSeconds.n}, ${durationSeconds.unknown} unknown; p95 ${formatDuration(durationSeconds.p95)}, longest ${formatDuration(durationSeconds.max)}`}
              bins={insights.durationHistogram.map((bin) => ({
                from: bin.fromSeconds,
                to: bin.toSeconds ?? Number.POSITIVE_INFINITY,
                count: bin.count,
                label: formatDuration(bin.fromSeconds),
              }))}
              marks={marksOf(durationSeconds)}
            />
          </Card>
        </>
      )}
      {leadTimeSeconds.n === 0 ? (
        <MissingMetric title="Change lead time">
          {leadTimeSeconds.unknown === 0 && leadTimeSeconds.negative === 0
            ? "No version arrived here for the first time in this period. "
            : `${formatQuantity(leadTimeSeconds.unknown + leadTimeSeconds.negative, "first arrival")}, none with a commit time before its deployment. `}
          Send <code>committedAt</code>, the time of the commit, with each deployment.
        </MissingMetric>
      ) : (
        <Card className="xl:col-span-2">
          <LineGraph
            title="Change lead time"
            description={`From commit to first arrival, median ${each}`}
            unit="seconds"
            points={graphPoints(
              insights,
              { p50: (bucket) => bucket.leadTimeSeconds.p50 },
              { before: (bucket) => bucket.leadTimeSeconds.p50 },
            )}
            series={[{ key: "p50", label: "Lead time", color: "var(--color-accent)" }, ghostOf(insights)]}
            onSelect={(point) => onRows("leadTimeSeconds", point.key)}
          />
        </Card>
      )}
    </>
  )
}

/** Replaces an empty graph: explains what to send to fill it. */
function MissingMetric({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card title={title} className="xl:col-span-2">
      <p className="max-w-2xl text-sm text-muted">{children}</p>
      <p className="mt-2 text-sm print:hidden">
        <Link href={pages.pipelines()}>Show pipeline snippets</Link>
      </p>
    </Card>
  )
}

function marksOf({ p50, p90 }: { p50: number | null; p90: number | null }) {
  return [
    ...(p50 === null ? [] : [{ value: p50, label: "p50" }]),
    ...(p90 === null ? [] : [{ value: p90, label: "p90" }]),
  ]
}

const stepOf = ({ from, to }: PromotionTimeFigures) => `${from.join(" / ")} → ${to}`

const promotionColumns: readonly ListColumn<PromotionTimeFigures>[] = [
  {
    id: "step",
    label: "Step",
    name: true,
    cell: (time) => (
      <span className="block py-1 font-normal wrap-anywhere whitespace-normal">
        {stepOf(time)}
        {time.kind === "whole" && <span className="text-muted"> (overall)</span>}
      </span>
    ),
  },
  { id: "n", label: "n", width: 56, align: "end", value: ({ n }) => n },
  { id: "p50", label: "p50", width: 88, align: "end", cell: ({ p50 }) => <Duration seconds={p50} /> },
  { id: "p90", label: "p90", width: 88, align: "end", cell: ({ p90 }) => <Duration seconds={p90} /> },
  { id: "skipped", label: "Skipped", width: 72, align: "end", muted: true, value: ({ skipped }) => skipped },
  {
    id: "outOfOrder",
    label: "Out of order",
    width: 96,
    align: "end",
    muted: true,
    value: ({ outOfOrder }) => outOfOrder,
  },
]
