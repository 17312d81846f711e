import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Rocket } from "lucide-react"
import type { ReactNode } from "react"
import { fleetColumns } from "@/components/fleet/releases/fleet/fleet-columns"
import type { VersionLags } from "@/components/fleet/releases/fleet/version-lag"
import { type FleetFilter, fleetQuery } from "@/components/fleet/releases/release-queries"
import { buttonClass } from "@/components/ui/button-class"
import { maxChosen, useChosenRows } from "@/components/ui/choose-rows"
import { QueryTable } from "@/components/ui/data-table"
import { PageLink } from "@/components/ui/page-link"
import { rowsOf } from "@/components/ui/table-query"
import type { Release } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

interface FleetTableProps {
  filter: FleetFilter
  versionLags: VersionLags
  canChange: boolean
  children: ReactNode
}

export function FleetTable({ filter, versionLags, canChange, children }: FleetTableProps) {
  const query = useInfiniteQuery({ ...fleetQuery(filter), placeholderData: keepPreviousData })
  const columns = fleetColumns(versionLags)
  const { column, bar } = useChosenRows({
    rows: rowsOf(query),
    noun: "release",
    keyOf: ({ id }) => id,
    nameOf: ({ releaseName }) => releaseName,
    isChoosable: ({ status }) => status !== "UNINSTALLED",
    actions: (chosen) => <PlanRollout chosen={chosen} />,
  })
  return (
    <>
      {bar}
      <QueryTable
        label="Releases, newest first"
        tableId="releases"
        columns={canChange ? [column, ...columns] : columns}
        query={query}
        failure="Could not load releases"
        rowKey={({ id }) => id}
        rowHref={({ id }) => pages.release(id)}
        className="shrink"
      >
        {children}
      </QueryTable>
    </>
  )
}

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
