"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Rocket } from "lucide-react"
import { type ReactNode, useState } from "react"
import { fleetColumns } from "@/components/fleet/releases/fleet/fleet-columns"
import type { VersionLags } from "@/components/fleet/releases/fleet/version-lag"
import { type FleetFilter, fleetQuery } from "@/components/fleet/releases/release-queries"
import { Button } from "@/components/ui/button"
import { buttonClass } from "@/components/ui/button-class"
import { Checkbox } from "@/components/ui/checkbox"
import type { Column } from "@/components/ui/columns"
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
  const columns = fleetColumns(versionLags)
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

/** A checkbox column that selects rows by id; uninstalled releases cannot be selected. */
function chooseColumn(
  chosen: ReadonlySet<string>,
  onChoose: (id: string, isChosen: boolean) => void,
): Column<Release> {
  return {
    id: "choose",
    label: "Select",
    width: 60,
    required: true,
    lead: true,
    cell: (row) =>
      row.status === "UNINSTALLED" ? null : (
        <Checkbox
          label={<span className="sr-only">Select {row.releaseName}</span>}
          checked={chosen.has(row.id)}
          onChange={(event) => onChoose(row.id, event.target.checked)}
          className="relative z-1"
        />
      ),
  }
}

interface ChosenBarProps {
  chosen: readonly Release[]
  /** How many of the loaded rows can be selected. */
  choosable: number
  onAll: () => void
  onNone: () => void
}

/** A longer selection would exceed URL length limits; to roll out a whole chart, no selection is needed. */
const maxChosen = 100

/** Actions for the selected rows: a rollout, when all of them have the same chart. */
function ChosenBar({ chosen, choosable, onAll, onNone }: ChosenBarProps) {
  if (chosen.length === 0) return null
  const charts = new Set(chosen.map(({ chartName }) => chartName))
  const [chart] = charts
  return (
    <section
      aria-label="Selected releases"
      className="flex flex-wrap items-center gap-3 rounded-md border border-accent bg-accent/8 px-3 py-1.5 text-sm"
    >
      <span role="status">{formatQuantity(chosen.length, "release")} selected</span>
      {chosen.length < choosable && (
        <Button size="sm" variant="ghost" onClick={onAll}>
          Select all {choosable} shown
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={onNone}>
        Clear selection
      </Button>
      <span className="ml-auto text-muted">
        {charts.size > 1
          ? "A rollout upgrades one chart. Select releases of a single chart."
          : chosen.length > maxChosen &&
            `Select at most ${maxChosen} releases, or roll out the whole chart in waves.`}
      </span>
      {charts.size === 1 && chosen.length <= maxChosen && (
        <PageLink
          href={pages.newRollout({ chart, releases: chosen.map(({ id }) => id).join(",") })}
          className={buttonClass("primary", "sm")}
        >
          <Rocket size={13} aria-hidden="true" />
          Plan a rollout
        </PageLink>
      )}
    </section>
  )
}
