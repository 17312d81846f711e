"use client"

import { emptyFilter } from "@/components/ledger/deployments/history-query"
import type { StageStore } from "@/components/ledger/timeline/stage-store"
import type { TimelineFilter } from "@/components/ledger/timeline/timeline-query"
import { TimelineTable } from "@/components/ledger/timeline/timeline-table"
import { useViewport } from "@/components/ledger/timeline/use-viewport"
import { clampInstant } from "@/lib/platform/instant"

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
