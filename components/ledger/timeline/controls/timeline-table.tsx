"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { historyColumns } from "@/components/ledger/deployments/history-columns"
import { emptyFilter, type HistoryFilter, historyQuery } from "@/components/ledger/deployments/history-query"
import { useHistoryEvents } from "@/components/ledger/deployments/use-history-events"
import type { StageStore } from "@/components/ledger/timeline/data/stage-store"
import type { TimelineFilter } from "@/components/ledger/timeline/data/timeline-query"
import { QueryTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { clampInstant } from "@/lib/platform/instant"
import { pages } from "@/lib/platform/paths"

interface WindowTableProps {
  stage: StageStore
  filter: TimelineFilter
  opened: string | null
  onOpen: (id: string) => void
}

/** The table of the visible records, updated once the view rests. */
export function WindowTable({ stage, filter, opened, onOpen }: WindowTableProps) {
  const view = useViewport(stage)
  const { environment, application } = filter
  const from = clampInstant(view.from).toISOString()
  const to = clampInstant(view.to).toISOString()
  return (
    <TimelineTable
      filter={{ ...emptyFilter, environment, application, from, to }}
      selected={opened}
      onOpen={onOpen}
    />
  )
}

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

const restMs = 250

/** The view once it rests, for work that is too expensive to run every frame. */
export function useViewport(stage: StageStore) {
  const [view, setView] = useState(stage.get().view)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const off = stage.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(() => setView(stage.get().view), restMs)
    })
    return () => {
      off()
      clearTimeout(timer)
    }
  }, [stage])
  return view
}
