import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Rocket } from "lucide-react"
import type { ReactNode } from "react"
import { type FleetFilter, fleetQuery } from "@/components/fleet/releases/release-queries"
import { ButtonLink } from "@/components/ui/button"
import { maxChosen, useChosenRows } from "@/components/ui/choose-rows"
import type { Column } from "@/components/ui/columns"
import { QueryTable } from "@/components/ui/data-table"
import { rowsOf } from "@/components/ui/table-query"
import type { Release } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

interface FleetTableProps {
  filter: FleetFilter
  columns: readonly Column<Release>[]
  canChange: boolean
  children: ReactNode
}

export function FleetTable({ filter, columns, canChange, children }: FleetTableProps) {
  const query = useInfiniteQuery({ ...fleetQuery(filter), placeholderData: keepPreviousData })
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
    <ButtonLink
      href={pages.newRollout({ chart, releases: chosen.map(({ id }) => id).join(",") })}
      variant="primary"
      size="sm"
      icon={<Rocket size={13} />}
    >
      Plan a rollout
    </ButtonLink>
  )
}
