import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useHistoryEvents } from "@/components/ledger/deployments/deployment-events"
import { historyColumns } from "@/components/ledger/deployments/history-columns"
import { emptyFilter, historyList } from "@/components/ledger/deployments/history-query"
import { NewestButton, type NewestButtonProps } from "@/components/ledger/timeline/controls/timeline-notice"
import { useViewAtRest, type ViewStore } from "@/components/ledger/timeline/data/view-store"
import { QueryTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { clampInstant } from "@/lib/platform/instant"
import { pages } from "@/lib/platform/paths"

interface TimelineTableProps extends NewestButtonProps {
  store: ViewStore
  opened: string | null
  onOpen: (id: string) => void
}

/** How long a view rests before its rows are loaded. */
const restMs = 250

/** The visible records as a table, newest first: for screen readers and for users who prefer a table. */
export default function TimelineTable(props: TimelineTableProps) {
  const { store, filter, asOf, onGoTo, opened, onOpen } = props
  const [view, setView] = useState(store.get().view)
  useViewAtRest(store, restMs, setView)
  const { environment, application, includeAnnulled } = filter
  const from = clampInstant(view.from).toISOString()
  const to = clampInstant(view.to).toISOString()
  const tableFilter = { ...emptyFilter, environment, application, includeAnnulled, from, to }
  const query = useInfiniteQuery({ ...historyList.query(tableFilter), placeholderData: keepPreviousData })
  useHistoryEvents(tableFilter)
  return (
    <QueryTable
      tableId="history"
      label="Deployments in this period, newest first"
      columns={historyColumns}
      rowKey={(row) => row.id}
      rowHref={(row) => pages.deployment(row.id)}
      onOpenRow={(row) => onOpen(row.id)}
      selectedKey={opened}
      query={query}
      failure="Could not load deployments"
      className="flex-1"
    >
      <EmptyState
        title="No deployments in this period"
        actions={<NewestButton filter={filter} asOf={asOf} onGoTo={onGoTo} />}
      />
    </QueryTable>
  )
}
