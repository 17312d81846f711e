"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { historyColumns } from "@/components/ledger/deployments/history-columns"
import { type HistoryFilter, historyQuery } from "@/components/ledger/deployments/history-query"
import { useHistoryEvents } from "@/components/ledger/deployments/use-history-events"
import { QueryTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
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
  return (
    <QueryTable
      tableId="history"
      label="Deployments in this period, newest first"
      columns={historyColumns}
      rowKey={(row) => row.id}
      rowHref={(row) => pages.deployment(row.id)}
      onOpenRow={(row) => onOpen(row.id)}
      selectedKey={selected}
      query={query}
      failure="Could not load deployments"
      className="flex-1"
    >
      {<EmptyState title="No deployments in this period">Choose a longer range.</EmptyState>}
    </QueryTable>
  )
}
