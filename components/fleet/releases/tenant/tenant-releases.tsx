"use client"

import { useQuery } from "@tanstack/react-query"
import { chartsQuery } from "@/components/fleet/releases/chart-queries"
import { tenantReleasesQuery } from "@/components/fleet/releases/release-queries"
import { OutOfBandBadge, ReleaseStatusLabel } from "@/components/fleet/releases/release-status"
import { EmptyState } from "@/components/ui/empty-state"
import { type ListHead, ListTable } from "@/components/ui/list-table"
import { PageLink } from "@/components/ui/page-link"
import { Cell, Row } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import { VersionBehind } from "@/components/ui/version-change"
import type { Release } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

const heads: readonly ListHead[] = [
  { label: "Release" },
  { label: "Status", width: "w-44" },
  { label: "Chart", width: "w-44" },
  { label: "Version", width: "w-44" },
  { label: "App version", width: "w-28" },
  { label: "Revision", width: "w-20", align: "end" },
  { label: "Version since", width: "w-32", align: "end" },
]

/** The tenant's releases, installed ones first. */
export function TenantReleases({ tenantId, mayChange }: { tenantId: string; mayChange: boolean }) {
  const query = useQuery(tenantReleasesQuery(tenantId))
  return (
    <ListTable
      label="Releases"
      className="min-w-3xl table-fixed"
      heads={heads}
      rows={query.data && installedFirst(query.data)}
      read={query}
      failure="Could not load releases"
      expected={4}
      empty={
        <EmptyState title="No releases for this tenant">
          {mayChange
            ? "Install a chart: choose a version and values, review the diff, and apply it."
            : "Releases that an operator installs appear here."}
        </EmptyState>
      }
    >
      {(release) => <ReleaseRow key={release.id} release={release} />}
    </ListTable>
  )
}

function ReleaseRow({ release }: { release: Release }) {
  const gone = release.status === "UNINSTALLED"
  const since = gone ? release.uninstalledAt : release.deployedAt
  return (
    <Row className={gone ? "text-muted" : undefined}>
      <Cell name className="font-medium">
        <PageLink href={pages.release(release.id)} className="row-link">
          {release.releaseName}
        </PageLink>
      </Cell>
      <Cell>
        <span className="inline-flex items-center gap-2 align-middle">
          <ReleaseStatusLabel status={release.status} />
          {release.outOfBand && <OutOfBandBadge />}
        </span>
      </Cell>
      <Cell label="Chart">{release.chartName}</Cell>
      <Cell label="Version" className="font-mono text-xs">
        {release.chartVersion} {!gone && <NewestAhead release={release} />}
      </Cell>
      <Cell label="App version" className="font-mono text-xs">
        {release.appVersion}
      </Cell>
      <Cell label="Revision" align="end">
        {release.revision || "–"}
      </Cell>
      <Cell label="Since" align="end">
        {since ? <Time at={since} /> : "–"}
      </Cell>
    </Row>
  )
}

function installedFirst(releases: readonly Release[]): Release[] {
  const rank = (release: Release) => (release.status === "UNINSTALLED" ? 1 : 0)
  return releases.toSorted((release, other) => rank(release) - rank(other))
}

/** How far the newest version of the chart is ahead. */
function NewestAhead({ release }: { release: Release }) {
  const charts = useQuery(chartsQuery)
  const chart = charts.data?.find(
    ({ repository, name }) => repository === release.repository && name === release.chartName,
  )
  return <VersionBehind version={release.chartVersion} newest={chart?.latestVersion} />
}
