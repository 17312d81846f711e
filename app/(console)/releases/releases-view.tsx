"use client"

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import { parseAsArrayOf, parseAsString, useQueryState, useQueryStates } from "nuqs"
import { useLive } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { fleetColumns } from "@/components/releases/fleet/fleet-columns"
import { FleetFilters } from "@/components/releases/fleet/fleet-filters"
import { FleetInstead } from "@/components/releases/fleet/fleet-instead"
import { ChartSummary, StatusSummary } from "@/components/releases/fleet/fleet-summary"
import {
  fleetParsers,
  fleetQuery,
  listIntervalMs,
  releaseSummaryQuery,
} from "@/components/releases/release-queries"
import { Button } from "@/components/ui/button"
import { ColumnChoice } from "@/components/ui/column-choice"
import { DataTable } from "@/components/ui/data-table"
import { columnCsv, shownColumns } from "@/components/ui/data-table-columns"
import { downloadCsv } from "@/components/ui/download"
import { Skeleton } from "@/components/ui/skeleton"
import { pages } from "@/lib/paths"

/** Every release of every tenant, narrowed by what stands in the URL. */
export function ReleasesView({ mayChange }: { mayChange: boolean }) {
  const { paused } = useLive()
  const [filter, setFilter] = useQueryStates(fleetParsers, { throttleMs: 250 })
  const [visible, setVisible] = useQueryState("columns", parseAsArrayOf(parseAsString))
  const query = useInfiniteQuery({
    ...fleetQuery(filter),
    placeholderData: keepPreviousData,
    refetchInterval: (known) =>
      listIntervalMs(known.state.data?.pages.flatMap((page) => page.items) ?? [], paused),
  })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const { data: summary } = useQuery({
    ...releaseSummaryQuery,
    refetchInterval: listIntervalMs(rows, paused),
  })

  return (
    <>
      <PageHeader
        title="Releases"
        actions={
          <>
            <ColumnChoice
              columns={fleetColumns}
              visible={visible}
              onVisibleChange={(next) => void setVisible(next)}
            />
            <Button
              icon={<Download size={14} aria-hidden="true" />}
              onClick={() => downloadCsv("releases", columnCsv(shownColumns(fleetColumns, visible), rows))}
            >
              CSV
            </Button>
          </>
        }
      />
      <PageBody fill>
        {summary ? (
          <>
            <StatusSummary
              summary={summary}
              chosen={filter.status}
              onChoose={(status) => void setFilter({ status })}
            />
            <ChartSummary
              summary={summary}
              chosen={filter.chartName}
              onChoose={(chartName) => void setFilter({ chartName })}
            />
          </>
        ) : (
          <Skeleton className="h-9 w-80" />
        )}
        <FleetFilters filter={filter} onFilter={(change) => void setFilter(change)} summary={summary} />
        <DataTable
          label="Releases, newest first"
          columns={fleetColumns}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => pages.release(row.id)}
          visible={visible}
          loading={query.isPending}
          hasMore={query.hasNextPage}
          loadingMore={query.isFetchingNextPage}
          onLoadMore={() => void query.fetchNextPage()}
          className="flex-1"
        >
          <FleetInstead
            query={query}
            filtered={Object.values(filter).some((value) => value !== null)}
            onShowAll={() => void setFilter(null)}
            mayChange={mayChange}
          />
        </DataTable>
      </PageBody>
    </>
  )
}
