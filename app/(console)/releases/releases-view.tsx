"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"
import { Download } from "lucide-react"
import dynamic from "next/dynamic"
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs"
import { useLive } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { fleetColumns } from "@/components/releases/fleet/fleet-columns"
import { FleetFilters } from "@/components/releases/fleet/fleet-filters"
import { FleetInstead } from "@/components/releases/fleet/fleet-instead"
import { fleetVersionsQuery, matrixQuery } from "@/components/releases/fleet/fleet-queries"
import { ChartSummary, StatusSummary } from "@/components/releases/fleet/fleet-summary"
import { FleetTable, useFleet } from "@/components/releases/fleet/fleet-table"
import { matrixCsv } from "@/components/releases/fleet/matrix-csv"
import { standingsOf } from "@/components/releases/fleet/standing"
import { fleetParsers, listIntervalMs, releaseSummaryQuery } from "@/components/releases/release-queries"
import { useFleetEvents } from "@/components/releases/use-fleet-events"
import { Button } from "@/components/ui/button"
import { ColumnChoice } from "@/components/ui/column-choice"
import { columnCsv, shownColumns } from "@/components/ui/data-table-columns"
import { downloadCsv } from "@/components/ui/download"
import { Skeleton } from "@/components/ui/skeleton"

// What another view draws with comes when it is looked at.
const FleetMatrix = dynamic(() =>
  import("@/components/releases/fleet/fleet-matrix").then((file) => file.FleetMatrix),
)
const VersionGraphs = dynamic(() =>
  import("@/components/releases/fleet/version-graphs").then((file) => file.VersionGraphs),
)

const views = ["table", "matrix", "versions"] as const

/** Every release of every tenant, narrowed by what stands in the URL: as a table, as tenants × charts, or by version. */
export function ReleasesView({ mayChange }: { mayChange: boolean }) {
  const { paused } = useLive()
  useFleetEvents()
  const [filter, setFilter] = useQueryStates(fleetParsers, { throttleMs: 250 })
  const [visible, setVisible] = useQueryState("columns", parseAsArrayOf(parseAsString))
  const [view, setView] = useQueryState("view", parseAsStringLiteral(views).withDefault("table"))
  const fleet = useFleet(filter, view === "table")
  const refetchInterval = listIntervalMs(fleet.rows, paused)
  const { data: summary } = useQuery({ ...releaseSummaryQuery, refetchInterval })
  const { data: versions = [] } = useQuery({ ...fleetVersionsQuery, refetchInterval })
  const standings = standingsOf(versions)
  const columns = fleetColumns(standings)
  const charts = [...new Set(versions.map(({ chartName }) => chartName))]
  const queries = useQueryClient()
  function saveCsv() {
    if (view !== "matrix") {
      return downloadCsv("releases", columnCsv(shownColumns(columns, visible), fleet.rows))
    }
    const known = queries.getQueryData(matrixQuery(filter).queryKey)
    downloadCsv("fleet", matrixCsv(known?.pages.flatMap((page) => page.items) ?? [], charts))
  }
  const instead = (query: { error: unknown; refetch: () => unknown; isFetching: boolean }) => (
    <FleetInstead
      query={query}
      filtered={Object.values(filter).some((value) => value !== null)}
      onShowAll={() => void setFilter(null)}
      mayChange={mayChange}
    />
  )

  return (
    <>
      <PageHeader
        title="Releases"
        actions={
          <>
            {view === "table" && (
              <ColumnChoice
                columns={columns}
                visible={visible}
                onVisibleChange={(next) => void setVisible(next)}
              />
            )}
            {view !== "versions" && (
              <Button icon={<Download size={14} aria-hidden="true" />} onClick={saveCsv}>
                CSV
              </Button>
            )}
          </>
        }
      />
      <PageBody fill>
        {summary ? (
          <>
            <StatusSummary
              summary={summary}
              chosen={filter.status}
              onChoose={(status) => void setFilter({ status })}
            />
            <ChartSummary
              summary={summary}
              chosen={filter.chartName}
              onChoose={(chartName) => void setFilter({ chartName, chartVersion: null, olderThan: null })}
            />
          </>
        ) : (
          <Skeleton className="h-9 w-80" />
        )}
        <FleetFilters
          filter={filter}
          onFilter={(change) => void setFilter(change)}
          summary={summary}
          versions={versions}
          view={view}
          onView={(next) => void setView(next, { history: "push" })}
        />
        {view === "table" && (
          <FleetTable fleet={fleet} standings={standings} visible={visible} mayChange={mayChange}>
            {instead(fleet.query)}
          </FleetTable>
        )}
        {view === "matrix" && (
          <FleetMatrix filter={filter} charts={charts} standings={standings} instead={instead} />
        )}
        {view === "versions" && (
          <VersionGraphs
            versions={versions}
            chartName={filter.chartName}
            mayChange={mayChange}
            onVersion={(chartName, chartVersion) => {
              void setFilter({ chartName, chartVersion, olderThan: null }, { history: "push" })
              void setView("table", { history: "push" })
            }}
          />
        )}
      </PageBody>
    </>
  )
}
