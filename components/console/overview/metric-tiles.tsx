import { useQuery } from "@tanstack/react-query"
import {
  type OverviewFilter,
  overviewInsightsPage,
  overviewInsightsQuery,
  overviewQuarterPage,
} from "@/components/console/overview/overview-query"
import { Sparkline } from "@/components/graphs/sparkline"
import { type Tile, tilesOf } from "@/components/ledger/insights/tiles"
import { Delta } from "@/components/ui/delta"
import { ErrorState } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { Skeleton } from "@/components/ui/skeleton"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import { allValue } from "@/lib/ledger/deployments/all-value"
import type { Metric } from "@/lib/ledger/insights/metric-names"
import type { InsightBucket } from "@/lib/ledger/insights/schema"
import { formatDay } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

/** The tiles, with the daily value that is charted; null: a line of its few values would be meaningless. */
const lines: Partial<Record<Metric, ((bucket: InsightBucket) => number | null) | null>> = {
  perDay: (bucket) => bucket.reached,
  rollbackRate: (bucket) => bucket.rollbackRate.value,
  changeFailRate: (bucket) => bucket.changeFailRate.value,
  leadTimeSeconds: (bucket) => bucket.leadTimeSeconds.p50,
  promotionTimeSeconds: null,
  recoveryTimeSeconds: null,
}

interface MetricTilesProps {
  filter: OverviewFilter
  environment: string
  timeZone: string
  /** The time of the newest deployment, linked when the 30 days are empty. */
  newest: string | null
}

/** The key metrics of the last 30 days compared with the previous 30, each linking to Insights. */
export function MetricTiles({ filter, environment, timeZone, newest }: MetricTilesProps) {
  const query = useQuery(overviewInsightsQuery(filter, environment, timeZone))
  if (query.isError) return <ErrorState title="Could not load metrics" read={query} />
  const tiles = query.data ? tilesOf(query.data).filter(({ metric }) => metric in lines) : null
  return (
    <section aria-label="Metrics">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-2 text-xs">
        <h2 className="text-muted">
          {filter.application ?? "All applications"} in {environment}, last 30 days compared with the previous
          30
          {query.data && query.data.totals.reached === 0 && newest !== null && (
            <>
              . No deployments in this period;{" "}
              <Link href={pages.overview({ application: filter.application ?? allValue, at: newest })}>
                view <ViewerExplanation>{formatDay(newest)}</ViewerExplanation>
              </Link>
            </>
          )}
        </h2>
        <Link href={overviewQuarterPage(filter, environment)}>
          {filter.application === null ? "All applications this quarter" : "This quarter vs last quarter"}
        </Link>
      </div>
      <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-surface *:outline *:outline-line md:grid-cols-3 xl:grid-cols-5">
        {tiles === null
          ? Object.keys(lines)
              .slice(0, 5)
              .map((metric) => (
                <li key={metric} className="h-31 bg-surface p-4">
                  <Skeleton className="h-full w-full" />
                </li>
              ))
          : tiles.map((tile) => (
              <TileItem
                key={tile.metric}
                tile={tile}
                buckets={query.data?.buckets ?? []}
                href={overviewInsightsPage(filter, environment)}
              />
            ))}
      </ul>
    </section>
  )
}

function TileItem({ tile, buckets, href }: { tile: Tile; buckets: readonly InsightBucket[]; href: string }) {
  const line = lines[tile.metric]
  return (
    <li className="relative flex min-h-31 flex-col gap-1 bg-surface p-4 hover:bg-raised/60">
      <h3 className="truncate text-xs text-muted max-sm:whitespace-normal" title={tile.label}>
        <PageLink href={href} className="row-link">
          {tile.label}
        </PageLink>
      </h3>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-xl font-medium whitespace-nowrap tabular-nums">{tile.words}</span>
        <Delta value={tile.value} previous={tile.previous} better={tile.better} measure={tile.measure} />
      </p>
      <p className="text-2xs text-muted">{tile.n}</p>
      <div className="mt-auto h-6">
        {line && <Sparkline label={`${tile.label}, last 30 days`} values={buckets.map(line)} />}
      </div>
    </li>
  )
}
