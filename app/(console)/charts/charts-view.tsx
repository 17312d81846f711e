"use client"

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { chartColumns } from "@/components/fleet/charts/chart-columns"
import { chartFilters, chartsPageQuery } from "@/components/fleet/charts/charts-query"
import { IncompleteCharts, staleRepositories } from "@/components/fleet/charts/incomplete-charts"
import { fleetVersionsQuery } from "@/components/fleet/releases/release-queries"
import { repositoriesQuery } from "@/components/fleet/repositories/repositories-query"
import { ListPage } from "@/components/layout/list-page"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { rowsOf } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorLine } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { pages } from "@/lib/platform/paths"

/** The charts that can be installed: every chart of the readable repositories. */
export function ChartsView() {
  const [filter, setFilter] = useQueryStates(chartFilters)
  const query = useInfiniteQuery({ ...chartsPageQuery(filter), placeholderData: keepPreviousData })
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
      noun="charts"
      columns={chartColumns(versions.data)}
      query={query}
      rowKey={({ repository, name }) => `${repository}/${name}`}
      rowHref={({ repository, name }) => pages.chart(repository, name)}
      values={filter}
      onFilter={(change) => void setFilter(change)}
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
            onRetry={() => void query.refetch()}
            retrying={query.isRefetching}
          />
        </>
      }
      noMatches={origin}
    >
      <EmptyState title="No charts yet">{origin}</EmptyState>
    </ListPage>
  )
}
