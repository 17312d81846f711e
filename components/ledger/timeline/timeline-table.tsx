"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { historyColumns } from "@/components/ledger/deployments/history-columns"
import { type HistoryFilter, historyQuery } from "@/components/ledger/deployments/history-query"
import { useHistoryEvents } from "@/components/ledger/deployments/use-history-events"
import { DataTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { pages } from "@/lib/platform/paths"

interface TimelineTableProps {
  filter: HistoryFilter
  selected: string | null
  onOpen: (id: string) => void
}

/** The same window as a table, newest first: for screen readers and for users who prefer a table. */
export function TimelineTable({ filter, selected, onOpen }: TimelineTableProps) {
  const query = useInfiniteQuery({ ...historyQuery(filter), placeholderData: keepPreviousData })
  useHistoryEvents(filter)
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <DataTable
      label="Deployments in this period, newest first"
      columns={historyColumns}
      rows={rows}
      rowKey={(row) => row.id}
      rowHref={(row) => pages.deployment(row.id)}
      onOpenRow={(row) => onOpen(row.id)}
      selectedKey={selected}
      loading={query.isPending}
      hasMore={query.hasNextPage}
      loadingMore={query.isFetchingNextPage}
      onLoadMore={() => void query.fetchNextPage()}
      className="flex-1"
    >
      {query.isError ? (
        <ErrorState title="Could not load deployments" read={query} />
      ) : (
        <EmptyState title="No deployments in this period">Choose a longer range.</EmptyState>
      )}
    </DataTable>
  )
}
