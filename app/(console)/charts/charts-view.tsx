"use client"

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { chartColumns } from "@/components/fleet/charts/chart-columns"
import { chartFilters, chartsPageQuery } from "@/components/fleet/charts/charts-query"
import { IncompleteCharts, staleRepositories } from "@/components/fleet/charts/incomplete-charts"
import { fleetVersionsQuery } from "@/components/fleet/releases/release-queries"
import { repositoriesQuery } from "@/components/fleet/repositories/repositories-query"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { Combobox } from "@/components/ui/combobox"
import { DataTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorLine, ErrorState } from "@/components/ui/error-state"
import { FilterField } from "@/components/ui/filter-field"
import { Link } from "@/components/ui/link"
import { pages } from "@/lib/platform/paths"

/** The charts that can be installed: every chart of the readable repositories. */
export function ChartsView() {
  const [filter, choose] = useQueryStates(chartFilters)
  const query = useInfiniteQuery({ ...chartsPageQuery(filter), placeholderData: keepPreviousData })
  const repositories = useQuery(repositoriesQuery)
  const versions = useQuery(fleetVersionsQuery)
  useReadAfterChange("release", fleetVersionsQuery.queryKey)
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHeader title="Charts" />
      <PageBody fill>
        <div className="flex flex-wrap gap-2">
          <FilterField
            label="Search charts"
            value={filter.q ?? ""}
            onValueChange={(q) => void choose({ q: q || null })}
          />
          <Combobox
            label="Repository"
            none="All"
            value={filter.repository ?? ""}
            onValueChange={(repository) => void choose({ repository: repository || null })}
            options={(repositories.data ?? []).map(({ name }) => ({ value: name, label: name }))}
            read={repositories}
          />
        </div>
        {versions.isError && versions.data === undefined && (
          <ErrorLine title="Could not load installed versions" read={versions} />
        )}
        <IncompleteCharts
          repositories={query.data?.pages[0]?.incomplete ?? []}
          stale={staleRepositories(rows, query.dataUpdatedAt)}
          onRetry={() => void query.refetch()}
          retrying={query.isRefetching}
        />
        <DataTable
          label="Charts"
          columns={chartColumns(versions.data)}
          rows={rows}
          rowKey={({ repository, name }) => `${repository}/${name}`}
          rowHref={({ repository, name }) => pages.chart(repository, name)}
          loading={query.isPending}
          hasMore={query.hasNextPage}
          loadingMore={query.isFetchingNextPage}
          onLoadMore={() => void query.fetchNextPage()}
          className="min-h-0 flex-1"
        >
          {query.isError ? (
            <ErrorState title="Could not load charts" read={query} />
          ) : (
            <EmptyState title={filter.q || filter.repository ? "No matching charts" : "No charts yet"}>
              Charts come from <Link href={pages.repositories()}>your repositories</Link>, which also shows
              whether a repository cannot be read.
            </EmptyState>
          )}
        </DataTable>
      </PageBody>
    </>
  )
}
