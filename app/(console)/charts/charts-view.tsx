"use client"

import { useQuery } from "@tanstack/react-query"
import { QuarantineMark } from "@/components/admin/quarantine/quarantine-mark"
import { chartList, repositoriesQuery } from "@/components/fleet/charts/chart-queries"
import { IncompleteCharts, staleRepositories } from "@/components/fleet/charts/incomplete-charts"
import { countReleases, isBehind } from "@/components/fleet/releases/fleet/version-lag"
import { fleetVersionsQuery } from "@/components/fleet/releases/release-queries"
import { ListPage, useList } from "@/components/layout/list-page"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { Badge } from "@/components/ui/badge"
import type { Column } from "@/components/ui/columns"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorLine } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { rowsOf } from "@/components/ui/table-query"
import type { Chart } from "@/lib/fleet/charts/schema"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import { formatCount, formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

export function ChartsView() {
  const list = useList(chartList)
  const { query } = list
  const repositories = useQuery(repositoriesQuery)
  const versions = useQuery(fleetVersionsQuery)
  useReadAfterChange("release", fleetVersionsQuery.queryKey)
  const origin = (
    <>
      Charts come from your repositories. <Link href={pages.repositories()}>Repositories</Link> shows whether
      one cannot be read.
    </>
  )
  return (
    <ListPage
      title="Charts"
      tableId="charts"
      label="Charts"
      columns={chartColumns(versions.data)}
      {...list}
      rowKey={({ repository, name }) => `${repository}/${name}`}
      rowHref={({ repository, name }) => pages.chart(repository, name)}
      filters={[
        { kind: "search", name: "q", label: "Search charts" },
        {
          kind: "name",
          name: "repository",
          label: "Repository",
          options: (repositories.data ?? []).map(({ name }) => name),
          read: repositories,
        },
      ]}
      notes={
        <>
          {versions.isError && versions.data === undefined && (
            <ErrorLine title="Could not load installed versions" read={versions} />
          )}
          <IncompleteCharts
            repositories={query.data?.pages[0]?.incomplete ?? []}
            stale={staleRepositories(rowsOf(query), query.dataUpdatedAt)}
            read={query}
          />
        </>
      }
      noMatches={origin}
    >
      <EmptyState title="No charts yet">{origin}</EmptyState>
    </ListPage>
  )
}

/** The columns of the catalog with release counts; `versions` is undefined while the counts are unknown. */
export function chartColumns(versions: readonly FleetVersion[] | undefined): readonly Column<Chart>[] {
  const installed = (chart: Chart) => (versions === undefined ? null : installedOf(versions, chart))
  return [
    {
      id: "name",
      label: "Chart",
      width: 200,
      required: true,
      cell: ({ name, deprecated }) => (
        <span className="inline-flex min-w-0 items-center gap-2">
          <span className="truncate font-medium" title={name}>
            {name}
          </span>
          {deprecated && <Badge tone="pending">Deprecated</Badge>}
        </span>
      ),
      value: ({ name }) => name,
    },
    { id: "repository", label: "Repository", width: 110, value: ({ repository }) => repository },
    {
      id: "latestVersion",
      label: "Latest version",
      width: 136,
      cell: ({ name, latestVersion }) => (
        <span className="inline-flex max-w-full items-center gap-1.5 align-middle font-mono text-xs">
          <QuarantineMark version={{ chartName: name, chartVersion: latestVersion }} />
          {latestVersion}
        </span>
      ),
      value: ({ latestVersion }) => latestVersion,
    },
    {
      id: "latestAppVersion",
      label: "App version",
      width: 100,
      value: ({ latestAppVersion }) => latestAppVersion,
      cell: ({ latestAppVersion }) => (
        <span className="font-mono text-xs text-muted">{latestAppVersion ?? "–"}</span>
      ),
    },
    { id: "versions", label: "Versions", width: 76, align: "end", value: ({ versions }) => versions },
    {
      id: "installed",
      label: "Installed",
      width: 170,
      cell: (chart) => <Installed chart={chart} counts={installed(chart)} />,
      value: (chart) => installed(chart)?.releases ?? null,
    },
    {
      id: "description",
      label: "Description",
      plain: true,
      cell: ({ description }) => (
        <span className="text-muted" title={description ?? undefined}>
          {description ?? "–"}
        </span>
      ),
      value: ({ description }) => description,
    },
  ]
}

function installedOf(versions: readonly FleetVersion[], { repository, name }: Chart) {
  const versionsOfChart = versions.filter(
    (version) => version.repository === repository && version.chartName === name,
  )
  const behind = versionsOfChart.filter(isBehind)
  return {
    releases: countReleases(versionsOfChart),
    behind: countReleases(behind),
    newest: behind[0]?.newestVersion ?? null,
  }
}

interface InstalledProps {
  chart: Chart
  counts: ReturnType<typeof installedOf> | null
}

function Installed({ chart: { repository, name }, counts }: InstalledProps) {
  if (counts === null) return <span className="text-muted">unknown</span>
  const { releases, behind, newest } = counts
  if (releases === 0) return <span className="text-muted">–</span>
  const chartName = `${repository}/${name}`
  return (
    <span className="relative z-1 tabular-nums">
      <PageLink
        href={pages.releases({ chartName, installed: true })}
        className="touch-line rounded-sm hover:text-accent"
      >
        {formatQuantity(releases, "release")}
      </PageLink>
      {behind > 0 && (
        <>
          ,{" "}
          <PageLink
            href={pages.releases({ chartName, olderThan: newest })}
            className="touch-line rounded-sm text-pending hover:text-accent"
          >
            {formatCount(behind)} behind
          </PageLink>
        </>
      )}
    </span>
  )
}
