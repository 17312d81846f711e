"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { type ReactNode, useState } from "react"
import { chooseColumn } from "@/components/fleet/releases/fleet/choose-column"
import { ChosenBar } from "@/components/fleet/releases/fleet/chosen-bar"
import { fleetColumns } from "@/components/fleet/releases/fleet/fleet-columns"
import type { Standings } from "@/components/fleet/releases/fleet/version-lag"
import { type FleetFilter, fleetQuery } from "@/components/fleet/releases/release-queries"
import { DataTable } from "@/components/ui/data-table"
import type { Release } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

/** The loaded rows, and whether there are more. */
export function useFleet(filter: FleetFilter, enabled: boolean) {
  const query = useInfiniteQuery({
    ...fleetQuery(filter),
    enabled,
    placeholderData: keepPreviousData,
  })
  return { query, rows: query.data?.pages.flatMap((page) => page.items) ?? [] }
}

interface FleetTableProps {
  fleet: ReturnType<typeof useFleet>
  standings: Standings
  /** Rows can be selected for a rollout. */
  mayChange: boolean
  children: ReactNode
}

/** The fleet as a table, newest first, with row selection for rollouts. */
export function FleetTable({ fleet, standings, mayChange, children }: FleetTableProps) {
  const { query, rows } = fleet
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const choosable = rows.filter(({ status }) => status !== "UNINSTALLED")
  const columns = fleetColumns(standings)
  function choose(id: string, isChosen: boolean) {
    setChosen((before) => new Set(isChosen ? [...before, id] : [...before].filter((one) => one !== id)))
  }
  return (
    <>
      <ChosenBar
        chosen={choosable.filter(({ id }) => chosen.has(id))}
        choosable={choosable.length}
        onAll={() => setChosen(new Set(choosable.map(({ id }) => id)))}
        onNone={() => setChosen(new Set())}
      />
      <DataTable<Release>
        label="Releases, newest first"
        tableId="releases"
        columns={mayChange ? [chooseColumn(chosen, choose), ...columns] : columns}
        rows={rows}
        rowKey={(row) => row.id}
        rowHref={(row) => pages.release(row.id)}
        loading={query.isPending}
        hasMore={query.hasNextPage}
        loadingMore={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        className="flex-1"
      >
        {children}
      </DataTable>
    </>
  )
}
