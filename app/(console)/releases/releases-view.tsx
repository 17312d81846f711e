"use client"

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import dynamic from "next/dynamic"
import { parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs"
import { IncompleteCharts } from "@/components/fleet/charts/incomplete-charts"
import { fleetColumns } from "@/components/fleet/releases/fleet/fleet-columns"
import { FleetFilters, fleetViews } from "@/components/fleet/releases/fleet/fleet-filters"
import { FleetTable } from "@/components/fleet/releases/fleet/fleet-table"
import { matrixColumns } from "@/components/fleet/releases/fleet/matrix-csv"
import { versionLagsOf } from "@/components/fleet/releases/fleet/version-lag"
import {
  type FleetFilter,
  fleetParsers,
  fleetQuery,
  fleetVersionsPageQuery,
  fleetVersionsQuery,
  matrixQuery,
  releaseSummaryQuery,
  statuses,
} from "@/components/fleet/releases/release-queries"
import { releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { SavedViews } from "@/components/layout/saved-views"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { toneText } from "@/components/ui/badge"
import { Button, ButtonLink } from "@/components/ui/button"
import { ColumnChoice } from "@/components/ui/column-choice"
import { CsvLink } from "@/components/ui/csv-button"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorLine } from "@/components/ui/error-state"
import { Loaded } from "@/components/ui/loaded"
import { saveCsv } from "@/components/ui/save-csv"
import { FilterChip, StatusChips } from "@/components/ui/status-chips"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { rowsOf } from "@/components/ui/table-query"
import type { ReleaseSummary } from "@/lib/fleet/releases/fleet-schema"
import { formatCount, formatQuantity } from "@/lib/platform/format"
import { api, pages } from "@/lib/platform/paths"

const FleetMatrix = dynamic(() => import("@/components/fleet/releases/fleet/fleet-matrix"))
const VersionGraphs = dynamic(() => import("@/components/fleet/releases/fleet/version-graphs"))

/** All releases, filtered by the URL: as a table, as a tenant × chart matrix, or by version. */
export function ReleasesView({ canChange }: { canChange: boolean }) {
  useReadAfterChange("release", ["releases"])
  const [filter, setFilter] = useQueryStates(fleetParsers, { throttleMs: 250 })
  const [view, setView] = useQueryState("view", parseAsStringLiteral(fleetViews).withDefault("table"))
  const counted = useQuery(releaseSummaryQuery)
  const summary = counted.data
  const fleetVersions = useQuery(fleetVersionsQuery)
  const versions = fleetVersions.data ?? []
  const unread = useQuery(fleetVersionsPageQuery).data?.incomplete ?? []
  const versionLags = versionLagsOf(versions)
  const columns = fleetColumns(versionLags)
  const charts = [...new Set(versions.map(({ chartName }) => chartName))]
  const isFiltered = Object.values(filter).some((value) => value !== null)
  const emptyState = isFiltered ? (
    <EmptyState
      title="No matching releases"
      actions={<Button onClick={() => void setFilter(null)}>Show all</Button>}
    >
      Remove a filter or search for another part of a name.
    </EmptyState>
  ) : (
    <EmptyState
      title="No releases yet"
      actions={<ButtonLink href={pages.tenants()}>Go to tenants</ButtonLink>}
    >
      {canChange
        ? "Open a tenant to install a chart, or install one from a pipeline through the API."
        : "Releases that operators and pipelines install for tenants appear here."}
    </EmptyState>
  )

  return (
    <>
      <PageHeader
        title="Releases"
        actions={
          <>
            <SavedViews tableId="releases" columns={columns} />
            {view === "table" && <ColumnChoice tableId="releases" columns={columns} />}
            {view === "table" && <TableCsv filter={filter} />}
            {view === "matrix" && <MatrixCsv filter={filter} charts={charts} />}
          </>
        }
      />
      <PageBody fill>
        <Loaded read={counted} failure="Could not load release counts" compact waiting="h-9 max-w-80">
          {(summary) =>
            summary.total > 0 && (
              <>
                <StatusChips
                  label="Releases by status"
                  statuses={statuses}
                  styles={releaseStatusStyles}
                  counts={summary.byStatus}
                  chosen={filter.status}
                  onChoose={(status) => void setFilter({ status })}
                />
                <ChartSummary
                  summary={summary}
                  chosen={filter.chartName}
                  onChoose={(chartName) => void setFilter({ chartName, chartVersion: null, olderThan: null })}
                />
              </>
            )
          }
        </Loaded>
        <FleetFilters
          filter={filter}
          onFilter={(change) => void setFilter(change)}
          summary={summary}
          versions={versions}
          view={view}
          onView={(next) => void setView(next, { history: "push" })}
        />
        <IncompleteCharts repositories={unread} missing="Newer versions of charts" read={fleetVersions} />
        {view === "table" && fleetVersions.isError && fleetVersions.data === undefined && (
          <ErrorLine title="Could not load version lag" read={fleetVersions} />
        )}
        {view === "table" && <FleetTable {...{ filter, columns, canChange }}>{emptyState}</FleetTable>}
        {view !== "table" && (
          <Loaded read={fleetVersions} failure="Could not load installed versions" waiting="flex-1">
            {() =>
              view === "matrix" ? (
                <FleetMatrix {...{ filter, charts, versionLags }}>{emptyState}</FleetMatrix>
              ) : (
                <VersionGraphs
                  versions={versions}
                  chartName={filter.chartName}
                  canChange={canChange}
                  onVersion={(chartName, chartVersion) => {
                    void setFilter({ chartName, chartVersion, olderThan: null }, { history: "push" })
                    void setView("table", { history: "push" })
                  }}
                />
              )
            }
          </Loaded>
        )}
      </PageBody>
    </>
  )
}

function TableCsv({ filter }: { filter: FleetFilter }) {
  const query = useInfiniteQuery({ ...fleetQuery(filter), placeholderData: keepPreviousData })
  return (
    <CsvLink
      href={api("/helm/releases/export", { ...filter, format: "csv" })}
      disabled={rowsOf(query).length === 0}
    />
  )
}

function MatrixCsv({ filter, charts }: { filter: FleetFilter; charts: readonly string[] }) {
  const query = useInfiniteQuery({ ...matrixQuery(filter), placeholderData: keepPreviousData })
  return (
    <Button
      icon={<Download size={14} />}
      disabled={rowsOf(query).length === 0}
      onClick={() => void saveCsv("fleet", matrixColumns(charts), query)}
    >
      CSV
    </Button>
  )
}

interface ChartSummaryProps {
  summary: ReleaseSummary
  chosen: string | null
  onChoose: (chart: string | null) => void
}

/** The maximum number of charts; the filter lists the others with their counts. */
const maxShown = 8

/**
 * Release counts and health of the most used charts. The order is fixed, by name: a changing release must not move the
 * table below.
 */
function ChartSummary({ summary, chosen, onChoose }: ChartSummaryProps) {
  const charts = Object.entries(summary.byChart)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, maxShown)
    .toSorted(([one], [other]) => one.localeCompare(other))
  return (
    <ul
      aria-label="Releases by chart"
      className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-2 max-md:hidden"
    >
      {charts.map(([chart, count]) => (
        <li key={chart}>
          <FilterChip
            pressed={chart === chosen}
            onClick={() => onChoose(chart === chosen ? null : chart)}
            className="h-9 w-full overflow-hidden"
          >
            <span className="min-w-0 truncate" title={chart}>
              {chart}
            </span>
            <span className="font-medium">{formatCount(count)}</span>
            <StatusCounts counts={summary.byChartAndStatus[chart] ?? {}} />
          </FilterChip>
        </li>
      ))}
    </ul>
  )
}

function StatusCounts({ counts }: { counts: Readonly<Record<string, number>> }) {
  return (
    <span className="ml-auto flex gap-x-2 text-xs text-muted">
      {statuses.map((status) => {
        const count = counts[status] ?? 0
        if (count === 0) return null
        const style = releaseStatusStyles[status]
        return (
          <span key={status} className="inline-flex items-center gap-1">
            <StatusGlyph shape={style.shape} size={10} className={toneText[style.tone]} />
            <span aria-hidden="true">{formatCount(count)}</span>
            <span className="sr-only">
              {formatQuantity(count, "release")} {style.word.toLowerCase()}
            </span>
          </span>
        )
      })}
    </span>
  )
}
