"use client"

import { useQuery } from "@tanstack/react-query"
import { chartsQuery } from "@/components/fleet/releases/chart-queries"
import { tenantReleasesQuery } from "@/components/fleet/releases/release-queries"
import { OutOfBandBadge, ReleaseStatusLabel } from "@/components/fleet/releases/release-status"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { PageLink } from "@/components/ui/page-link"
import { Cell, HeadCell, NoteRow, Row, SkeletonRows, Table } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import { VersionBehind } from "@/components/ui/version-change"
import type { Release } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

const columns = 7

/** The tenant's releases, installed ones first. */
export function TenantReleases({ tenantId, mayChange }: { tenantId: string; mayChange: boolean }) {
  const query = useQuery(tenantReleasesQuery(tenantId))
  const releases = installedFirst(query.data ?? [])
  return (
    <Table
      label="Releases"
      regionClassName="rounded-md border border-line bg-surface"
      className="min-w-3xl table-fixed"
    >
      <thead>
        <tr>
          <HeadCell>Release</HeadCell>
          <HeadCell className="w-44">Status</HeadCell>
          <HeadCell className="w-44">Chart</HeadCell>
          <HeadCell className="w-44">Version</HeadCell>
          <HeadCell className="w-28">App version</HeadCell>
          <HeadCell align="end" className="w-20">
            Revision
          </HeadCell>
          <HeadCell align="end" className="w-32">
            Version since
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {query.isPending && <SkeletonRows columns={columns} rows={4} />}
        {query.isError && query.data === undefined && (
          <NoteRow columns={columns}>
            <ErrorState title="Could not load releases" read={query} />
          </NoteRow>
        )}
        {query.data?.length === 0 && (
          <NoteRow columns={columns}>
            <EmptyState title="No releases for this tenant">
              {mayChange
                ? "Install a chart: choose a version and values, review the diff, and apply it."
                : "Releases that an operator installs appear here."}
            </EmptyState>
          </NoteRow>
        )}
        {releases.map((release) => (
          <ReleaseRow key={release.id} release={release} />
        ))}
      </tbody>
    </Table>
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
  return releases.toSorted((one, other) => rank(one) - rank(other))
}

/** How far the newest version of the chart is ahead. */
function NewestAhead({ release }: { release: Release }) {
  const charts = useQuery(chartsQuery)
  const chart = charts.data?.find(
    ({ repository, name }) => repository === release.repository && name === release.chartName,
  )
  return <VersionBehind version={release.chartVersion} newest={chart?.latestVersion} />
}
