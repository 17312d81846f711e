"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Rocket } from "lucide-react"
import { type ReactNode, useState } from "react"
import { fleetColumns } from "@/components/fleet/releases/fleet/fleet-columns"
import type { VersionLags } from "@/components/fleet/releases/fleet/version-lag"
import { type FleetFilter, fleetQuery } from "@/components/fleet/releases/release-queries"
import { buttonClass } from "@/components/ui/button-class"
import { ChosenBar, chooseColumn, maxChosen } from "@/components/ui/choose-rows"
import { DataTable } from "@/components/ui/data-table"
import { PageLink } from "@/components/ui/page-link"
import type { Release } from "@/lib/fleet/releases/schema"
import { formatQuantity } from "@/lib/platform/format"
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
  versionLags: VersionLags
  /** Rows can be selected for a rollout. */
  mayChange: boolean
  children: ReactNode
}

/** The fleet as a table, newest first, with row selection for rollouts. */
export function FleetTable({ fleet, versionLags, mayChange, children }: FleetTableProps) {
  const { query, rows } = fleet
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const choosable = rows.filter(({ status }) => status !== "UNINSTALLED")
  const selected = choosable.filter(({ id }) => chosen.has(id))
  const columns = fleetColumns(versionLags)
  const choose = chooseColumn<Release>({
    chosen,
    onChosen: setChosen,
    choice: ({ id, releaseName, status }) =>
      status === "UNINSTALLED" ? null : { key: id, name: releaseName },
  })
  return (
    <>
      {selected.length > 0 && (
        <ChosenBar
          label="Selected releases"
          choosable={selected.length < choosable.length ? choosable.length : null}
          onAll={() => setChosen(new Set(choosable.map(({ id }) => id)))}
          onNone={() => setChosen(new Set())}
          actions={<PlanRollout chosen={selected} />}
        >
          {formatQuantity(selected.length, "release")} selected
        </ChosenBar>
      )}
      <DataTable<Release>
        label="Releases, newest first"
        tableId="releases"
        columns={mayChange ? [choose, ...columns] : columns}
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

/** A rollout of the selected releases, when all of them have the same chart. */
function PlanRollout({ chosen }: { chosen: readonly Release[] }) {
  const charts = new Set(chosen.map(({ chartName }) => chartName))
  const [chart] = charts
  if (charts.size > 1) return "A rollout upgrades one chart. Select releases of a single chart."
  if (chosen.length > maxChosen) {
    return `Select at most ${maxChosen} releases, or roll out the whole chart in waves.`
  }
  return (
    <PageLink
      href={pages.newRollout({ chart, releases: chosen.map(({ id }) => id).join(",") })}
      className={buttonClass("primary", "sm")}
    >
      <Rocket size={13} />
      Plan a rollout
    </PageLink>
  )
}
