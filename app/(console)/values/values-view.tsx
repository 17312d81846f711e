"use client"

import { keepPreviousData, type UseQueryResult, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { Download, Rocket } from "lucide-react"
import { useQueryStates } from "nuqs"
import { useEffect } from "react"
import { chartOptions } from "@/components/fleet/releases/fleet/fleet-filters"
import { releaseSummaryQuery } from "@/components/fleet/releases/release-queries"
import { keptVersion } from "@/components/fleet/rollouts/rollout-labels"
import { tenantChoiceQuery, tenantOptions } from "@/components/fleet/tenants/tenant-queries"
import { PathPicker } from "@/components/fleet/values/path-picker"
import { valueColumns } from "@/components/fleet/values/value-columns"
import { ValueGroups, ValueGroupsSkeleton } from "@/components/fleet/values/value-groups"
import {
  type ValuesFilter,
  valuesParsers,
  valuesPathsQuery,
  valuesQuery,
  valuesSummaryQuery,
} from "@/components/fleet/values/values-query"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { Button, ButtonLink } from "@/components/ui/button"
import { maxChosen, useChosenRows } from "@/components/ui/choose-rows"
import { ColumnChoice } from "@/components/ui/column-choice"
import { DataTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorLine, ErrorState } from "@/components/ui/error-state"
import { Filters } from "@/components/ui/filters"
import { Link } from "@/components/ui/link"
import { saveCsv } from "@/components/ui/save-csv"
import { rowsOf } from "@/components/ui/table-query"
import type { ReleaseValue, ValuesSummary } from "@/lib/fleet/values/schema"
import { parseValuesPath, valuesWith } from "@/lib/fleet/values/values-path"
import { formatCount } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

/** Comparing a whole fleet is expensive for the server, and a rollout changes a release every few seconds. */
const rereadMs = 10_000

/** One path of the values of all installed releases: how many set what, and who differs from the default. */
export function ValuesView({ clusters, canChange }: { clusters: readonly string[]; canChange: boolean }) {
  useReadAfterChange("release", ["values"], rereadMs)
  const [filter, setFilter] = useQueryStates(valuesParsers, { throttleMs: 250 })
  const { path } = filter
  const onFilter = (change: Partial<ValuesFilter>) => void setFilter({ value: null, ...change })
  const onPath = (next: string) => void setFilter({ path: next, value: null }, { history: "push" })
  const { data: summary } = useQuery(releaseSummaryQuery)
  const tenants = useQuery(tenantChoiceQuery)
  return (
    <>
      <PageHeader title="Values" actions={path !== "" && <Actions filter={filter} />} />
      <PageBody fill>
        <Filters
          values={filter}
          onChange={onFilter}
          before={<PathPicker path={path} chartName={filter.chartName} onPath={onPath} />}
          filters={[
            { kind: "name", name: "chartName", label: "Chart", options: chartOptions(summary) },
            {
              kind: "name",
              name: "tenantId",
              label: "Tenant",
              options: tenantOptions(tenants.data),
              read: tenants,
            },
            { kind: "search", name: "tags", label: "Tags: tier=gold", className: "w-40", shortcut: false },
            { kind: "segments", name: "differs", label: "Difference", options: differsOptions },
            clusters.length > 1
              ? { kind: "name", name: "cluster", label: "Cluster", options: clusters }
              : { kind: "detail", linked: true, name: "cluster", label: "Cluster" },
          ]}
        />
        {path === "" ? (
          <NoPath chartName={filter.chartName} onPath={onPath} />
        ) : (
          <Comparison key={path} filter={filter} onFilter={onFilter} canChange={canChange} />
        )}
      </PageBody>
    </>
  )
}

const differsOptions = [
  { value: "true", label: "Differs" },
  { value: "false", label: "As the default" },
]

function Actions({ filter }: { filter: ValuesFilter }) {
  const query = useInfiniteQuery({ ...valuesQuery(filter), placeholderData: keepPreviousData })
  return (
    <>
      <ColumnChoice tableId="values" columns={valueColumns} />
      <Button
        icon={<Download size={14} />}
        disabled={rowsOf(query).length === 0}
        onClick={() => void saveCsv("values", valueColumns, query)}
      >
        CSV
      </Button>
    </>
  )
}

interface ComparisonProps {
  filter: ValuesFilter
  onFilter: (change: Partial<ValuesFilter>) => void
  canChange: boolean
}

function Comparison({ filter, onFilter, canChange }: ComparisonProps) {
  const summary = useQuery({ ...valuesSummaryQuery(filter), placeholderData: keepPreviousData })
  const query = useInfiniteQuery({ ...valuesQuery(filter), placeholderData: keepPreviousData })
  const { data: counts } = useQuery(releaseSummaryQuery)
  const rows = rowsOf(query)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  // With a filter that few releases match, the first pages may be empty.
  const isSearching = rows.length === 0 && hasNextPage && !query.isError
  useEffect(() => {
    if (isSearching && !isFetchingNextPage) void fetchNextPage()
  }, [isSearching, isFetchingNextPage, fetchNextPage])
  const { path: _path, ...narrowing } = filter
  const isFiltered = Object.values(narrowing).some((one) => one !== null)
  const clearFilters = () => onFilter(Object.fromEntries(Object.keys(narrowing).map((name) => [name, null])))
  const { column, bar } = useChosenRows({
    rows,
    noun: "release",
    keyOf: ({ releaseId }) => releaseId,
    nameOf: ({ releaseName }) => releaseName,
    actions: (chosen) => <ChangeValue path={filter.path} chosen={chosen} />,
  })
  return (
    <>
      {summary.data?.releases === 0 || counts?.total === 0 ? null : summary.data ? (
        <ValueGroups summary={summary.data} chosen={filter.value} onChoose={(value) => onFilter({ value })} />
      ) : summary.isError ? (
        !query.isError && <ErrorLine title="Could not count the values" read={summary} className="min-h-9" />
      ) : (
        <ValueGroupsSkeleton />
      )}
      {bar}
      <DataTable<ReleaseValue>
        label="Values by tenant"
        tableId="values"
        columns={canChange ? [column, ...valueColumns] : valueColumns}
        rows={rows}
        rowKey={(row) => row.releaseId}
        rowHref={(row) => pages.release(row.releaseId, { tab: "values" })}
        loading={query.isPending || isSearching}
        hasMore={hasNextPage}
        loadingMore={isFetchingNextPage && !isSearching}
        onLoadMore={() => void fetchNextPage()}
        className="shrink"
      >
        {query.isError ? (
          <ErrorState title="Could not compare values" read={query} />
        ) : isFiltered ? (
          <EmptyState
            title="No matching releases"
            actions={<Button onClick={clearFilters}>Clear filters</Button>}
          >
            Remove a filter, or compare another path.
          </EmptyState>
        ) : (
          <EmptyState title="No releases yet">
            <Link href={pages.tenants()}>Choose a tenant</Link> and install a chart to compare its values
            here.
          </EmptyState>
        )}
      </DataTable>
      <UnknownDefaults summary={summary} />
    </>
  )
}

function ChangeValue({ path, chosen }: { path: string; chosen: readonly ReleaseValue[] }) {
  const charts = new Set(chosen.map(({ repository, chartName }) => `${repository}/${chartName}`))
  const [chart] = charts
  const parsed = parseValuesPath(path)
  if ("problem" in parsed || valuesWith(parsed.path, null) === null) {
    return "Helm replaces lists as a whole: compare the list itself to change it."
  }
  if (charts.size > 1) return "A rollout changes one chart. Select releases of a single chart."
  if (chosen.length > maxChosen) return `Select at most ${maxChosen} releases.`
  return (
    <ButtonLink
      href={pages.newRollout({
        chart,
        version: keptVersion,
        set: path,
        releases: chosen.map(({ releaseId }) => releaseId).join(","),
      })}
      variant="primary"
      size="sm"
      icon={<Rocket size={13} />}
    >
      Change this value…
    </ButtonLink>
  )
}

/** The maximum number of charts listed by name; others are only counted. */
const maxCharts = 3

function UnknownDefaults({ summary }: { summary: UseQueryResult<ValuesSummary> }) {
  const charts = summary.data?.unknownDefaults ?? []
  const others = charts.length - maxCharts
  if (charts.length === 0) return null
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
      The default is unknown for {charts.slice(0, maxCharts).join(", ")}
      {others > 0 && ` and ${formatCount(others)} more`}: the chart cannot currently be read.
      <Button size="sm" loading={summary.isRefetching} onClick={() => void summary.refetch()}>
        Retry
      </Button>
    </p>
  )
}

/** Shown before a path is chosen: some existing paths. */
function NoPath({ chartName, onPath }: { chartName: string | null; onPath: (path: string) => void }) {
  const knownPaths = useQuery(valuesPathsQuery("", chartName))
  const { data: counts } = useQuery(releaseSummaryQuery)
  const paths = (knownPaths.data ?? []).slice(0, 12)
  if (counts?.total === 0 || (knownPaths.data?.length === 0 && chartName === null)) {
    return (
      <EmptyState
        title="No releases yet"
        actions={<ButtonLink href={pages.tenants()}>Go to tenants</ButtonLink>}
      >
        The values of the charts that are installed for tenants are compared here.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="Compare a value across tenants"
      actions={
        knownPaths.isError && knownPaths.data === undefined ? (
          <ErrorLine title="Could not load known paths" read={knownPaths} />
        ) : (
          paths.map(({ path }) => (
            <Button key={path} onClick={() => onPath(path)} className="max-w-full">
              <span className="truncate font-mono text-xs">{path}</span>
            </Button>
          ))
        )
      }
    >
      Choose a path of the values, such as resources.limits.memory, to see the value of each tenant and which
      differ from the chart's default. Secrets are compared without being shown.
    </EmptyState>
  )
}
