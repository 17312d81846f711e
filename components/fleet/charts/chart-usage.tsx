import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { VersionGraph } from "@/components/fleet/releases/fleet/version-graphs"
import { fleetQuery, fleetVersionsQuery } from "@/components/fleet/releases/release-queries"
import { releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Link } from "@/components/ui/link"
import { LoadMore } from "@/components/ui/load-more"
import { Loaded } from "@/components/ui/loaded"
import { PageLink } from "@/components/ui/page-link"
import { TableSkeleton } from "@/components/ui/skeletons"
import { StatusLabel } from "@/components/ui/status"
import { rowsOf } from "@/components/ui/table-query"
import { Time } from "@/components/ui/time"
import type { Release } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

interface ChartUsageProps {
  repository: string
  name: string
  /** Shows only releases on this version; null: on any version. */
  version: string | null
  onVersion: (version: string | null) => void
}

export default function ChartUsage({ repository, name, version, onVersion }: ChartUsageProps) {
  const versions = useQuery(fleetVersionsQuery)
  return (
    <Loaded read={versions} failure="Could not load chart usage" waiting={<TableSkeleton rows={7} />}>
      {(all) => {
        const ofChart = all.filter((one) => one.repository === repository && one.chartName === name)
        if (ofChart.length === 0) {
          return (
            <p className="py-6 text-sm text-muted">
              No tenant runs this chart. <Link href={pages.tenants()}>Choose a tenant</Link> to install it.
            </p>
          )
        }
        return (
          <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            <Card>
              <VersionGraph
                chartName={name}
                versions={ofChart}
                selected={version}
                onVersion={(_chart, chosen) => onVersion(chosen === version ? null : chosen)}
              />
            </Card>
            <ChartReleases chart={`${repository}/${name}`} version={version} onAll={() => onVersion(null)} />
          </div>
        )
      }}
    </Loaded>
  )
}

function ChartReleases({
  chart,
  version,
  onAll,
}: {
  chart: string
  version: string | null
  onAll: () => void
}) {
  const filter = { installed: true, chartName: chart, chartVersion: version }
  const query = useInfiniteQuery({ ...fleetQuery(filter), placeholderData: keepPreviousData })
  return (
    <Card
      title={version === null ? "Tenants with this chart" : `Tenants with ${version}`}
      actions={
        <>
          {version !== null && (
            <Button size="sm" variant="ghost" onClick={onAll}>
              All versions
            </Button>
          )}
          <Link href={pages.releases(filter)} className="text-xs">
            View all
          </Link>
        </>
      }
      flush
    >
      <Loaded read={query} failure="Could not load tenants" waiting={<TableSkeleton rows={5} flush />}>
        {() => (
          <ul>
            {rowsOf(query).map((row) => (
              <ReleaseLine key={row.id} row={row} />
            ))}
          </ul>
        )}
      </Loaded>
      <LoadMore query={query} />
    </Card>
  )
}

function ReleaseLine({ row }: { row: Release }) {
  return (
    <li className="relative flex min-h-9 flex-wrap items-center gap-x-2.5 border-b border-line px-4 py-1.5 text-sm last:border-0 hover:bg-raised/60">
      <PageLink href={pages.release(row.id)} className="row-link">
        {row.tenantName}
      </PageLink>
      <span className="font-mono text-xs text-muted">{row.chartVersion}</span>
      {row.status !== "DEPLOYED" && (
        <StatusLabel style={releaseStatusStyles[row.status]} className="text-xs" />
      )}
      <Time at={row.deployedAt ?? row.createdAt} className="relative z-1 ml-auto text-xs text-muted" />
    </li>
  )
}
