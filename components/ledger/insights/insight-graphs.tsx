import { Histogram, LineGraph, StackedBars } from "@/components/graphs/bucket-graphs"
import { HeatMap } from "@/components/graphs/heat-map"
import { graphPoints } from "@/components/ledger/insights/graph-points"
import { Card } from "@/components/ui/card"
import { Duration } from "@/components/ui/duration"
import { Cell, HeadCell, NoteRow, Row, Table } from "@/components/ui/table"
import type { Metric } from "@/lib/ledger/insights/metrics"
import type { Insights, PromotionTimeFigures } from "@/lib/ledger/insights/schema"
import { formatCount, formatDuration } from "@/lib/platform/format"

type InsightGraphsProps = {
  insights: Insights
  onRows: (metric: Metric, bucketStart: string) => void
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"))
const bucketLabels = { day: "day", week: "ISO week", month: "month" }

/** The graphs of a period, with the previous period as a ghost; clicking a bucket shows its rows. */
export function InsightGraphs({ insights, onRows }: InsightGraphsProps) {
  const partial = insights.buckets.some((bucket) => bucket.partial)
    ? "; pale or hollow marks are partial"
    : ""
  const each = `per ${bucketLabels[insights.bucket]}, ${insights.timeZone}${partial}`
  return (
    <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
      <Card className="xl:col-span-2">
        <StackedBars
          title="Deployment frequency"
          description={`Deployments ${each}. The dashed line is the previous period. Click a bar to show its deployments.`}
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
            { key: "deployed", label: "Deployed", colour: "var(--deployed)" },
            { key: "rolledBack", label: "Rolled back", colour: "var(--rolled-back)", fill: "outline" },
            { key: "failed", label: "Failed", colour: "var(--failed)", fill: "hatch" },
            { key: "before", label: "Previous period", colour: "var(--ghost)", ghost: true },
          ]}
          onSelect={(point) => onRows("reached", point.key)}
        />
      </Card>
      <Card>
        <LineGraph
          title="Rollback rate"
          description={`Rolled back ÷ reached, ${each}`}
          unit="share"
          minTop={0.1}
          points={graphPoints(
            insights,
            { rate: (bucket) => bucket.rollbackRate.value },
            { before: (bucket) => bucket.rollbackRate.value },
          )}
          series={[
            { key: "rate", label: "Rollback rate", colour: "var(--rolled-back)" },
            { key: "before", label: "Previous period", colour: "var(--ghost)", ghost: true },
          ]}
          onSelect={(point) => onRows("rollbackRate", point.key)}
        />
      </Card>
      <Card>
        <LineGraph
          title="Change fail rate"
          description={`Changes that needed remediation ÷ changes, ${each}`}
          unit="share"
          minTop={0.1}
          points={graphPoints(
            insights,
            { rate: (bucket) => bucket.changeFailRate.value },
            { before: (bucket) => bucket.changeFailRate.value },
          )}
          series={[
            { key: "rate", label: "Change fail rate", colour: "var(--failed)" },
            { key: "before", label: "Previous period", colour: "var(--ghost)", ghost: true },
          ]}
          onSelect={(point) => onRows("changeFailRate", point.key)}
        />
      </Card>
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
      <Card title="Promotion time" description="First arrivals, from stage to stage" flush>
        <PromotionTimes times={insights.totals.promotionTimeSeconds} />
      </Card>
    </div>
  )
}

function TimeGraphs({ insights, onRows, each }: InsightGraphsProps & { each: string }) {
  const { durationSeconds } = insights.totals
  return (
    <>
      <Card>
        <LineGraph
          title="Duration"
          description={`Median and 90th percentile, ${each}`}
          unit="seconds"
          band={["p50", "p90"]}
          points={graphPoints(insights, {
            p50: (bucket) => bucket.durationSeconds.p50,
            p90: (bucket) => bucket.durationSeconds.p90,
          })}
          series={[
            { key: "p50", label: "p50", colour: "var(--accent)" },
            { key: "p90", label: "p90", colour: "var(--muted)" },
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
          series={[
            { key: "p50", label: "Lead time", colour: "var(--accent)" },
            { key: "before", label: "Previous period", colour: "var(--ghost)", ghost: true },
          ]}
          onSelect={(point) => onRows("leadTimeSeconds", point.key)}
        />
      </Card>
    </>
  )
}

function marksOf({ p50, p90 }: { p50: number | null; p90: number | null }) {
  return [
    ...(p50 === null ? [] : [{ value: p50, label: "p50" }]),
    ...(p90 === null ? [] : [{ value: p90, label: "p90" }]),
  ]
}

/** How long versions wait between stages, with skipped and out-of-order arrivals. */
export function PromotionTimes({ times }: { times: readonly PromotionTimeFigures[] }) {
  return (
    <Table label="Promotion time by step" className="min-w-xl" regionClassName="max-h-64">
      <thead>
        <tr>
          <HeadCell>Step</HeadCell>
          <HeadCell align="end" className="w-16">
            n
          </HeadCell>
          <HeadCell align="end" className="w-24">
            p50
          </HeadCell>
          <HeadCell align="end" className="w-24">
            p90
          </HeadCell>
          <HeadCell align="end" className="w-20">
            Skipped
          </HeadCell>
          <HeadCell align="end" className="w-28">
            Out of order
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {times.length === 0 && (
          <NoteRow columns={6}>
            <p className="p-6 text-center text-sm text-muted">
              No promotions between stages in this selection.
            </p>
          </NoteRow>
        )}
        {times.map((time) => {
          const step = `${time.from.join(" / ")} → ${time.to}`
          return (
            <Row key={`${time.kind} ${step}`}>
              <Cell name title={step}>
                {step}
                {time.kind === "whole" && <span className="text-muted"> (overall)</span>}
              </Cell>
              <Cell label="n" align="end">
                {formatCount(time.n)}
              </Cell>
              <Cell label="p50" align="end">
                <Duration seconds={time.p50} />
              </Cell>
              <Cell label="p90" align="end">
                <Duration seconds={time.p90} />
              </Cell>
              <Cell label="Skipped" align="end" className="text-muted">
                {formatCount(time.skipped)}
              </Cell>
              <Cell label="Out of order" align="end" className="text-muted">
                {formatCount(time.outOfOrder)}
              </Cell>
            </Row>
          )
        })}
      </tbody>
    </Table>
  )
}
