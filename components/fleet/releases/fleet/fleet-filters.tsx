"use client"

import { queryOptions, useQuery } from "@tanstack/react-query"
import { X } from "lucide-react"
import { chartVersionsQuery } from "@/components/fleet/releases/chart-queries"
import type { FleetFilter } from "@/components/fleet/releases/release-queries"
import { Button } from "@/components/ui/button"
import { Combobox } from "@/components/ui/combobox"
import { FilterField } from "@/components/ui/filter-field"
import { Segmented } from "@/components/ui/segmented"
import type { FleetVersion, ReleaseSummary } from "@/lib/fleet/releases/fleet-schema"
import { formatCount } from "@/lib/platform/format"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

type FleetViewMode = "table" | "matrix" | "versions"

interface FleetFiltersProps {
  filter: FleetFilter
  onFilter: (change: Partial<FleetFilter>) => void
  summary: ReleaseSummary | undefined
  versions: readonly FleetVersion[]
  view: FleetViewMode
  onView: (view: FleetViewMode) => void
}

export function FleetFilters({ filter, onFilter, summary, versions, view, onView }: FleetFiltersProps) {
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <FilterField
        label="Release, tenant, chart…"
        value={filter.q ?? ""}
        onValueChange={(q) => onFilter({ q: q || null })}
        className="w-64 max-sm:w-full"
      />
      <Combobox
        label="Chart"
        value={filter.chartName ?? ""}
        none="All"
        onValueChange={(chartName) =>
          onFilter({ chartName: chartName || null, chartVersion: null, olderThan: null })
        }
        options={Object.entries(summary?.byChart ?? {}).map(([name, count]) => ({
          value: name,
          label: name,
          hint: formatCount(count),
        }))}
      />
      {filter.chartName !== null && (
        <UpgradeFilter
          chartName={filter.chartName}
          versions={versions}
          olderThan={filter.olderThan}
          onOlderThan={(olderThan) => onFilter({ olderThan, chartVersion: null })}
        />
      )}
      <TenantFilter tenantId={filter.tenantId} onTenant={(tenantId) => onFilter({ tenantId })} />
      {filter.chartVersion !== null && (
        <Taken what={`version ${filter.chartVersion}`} onRemove={() => onFilter({ chartVersion: null })} />
      )}
      {filter.appVersion !== null && (
        <Taken what={`app version ${filter.appVersion}`} onRemove={() => onFilter({ appVersion: null })} />
      )}
      {filter.outOfBand !== null && (
        <Taken
          what={filter.outOfBand ? "out of band" : "not out of band"}
          onRemove={() => onFilter({ outOfBand: null })}
        />
      )}
      <Segmented
        label="View"
        value={view}
        onValueChange={onView}
        options={[
          { value: "table", label: "Table" },
          { value: "matrix", label: "Matrix" },
          { value: "versions", label: "Versions" },
        ]}
        className="ml-auto"
      />
    </search>
  )
}

/** A filter set by a link, with a button to remove it. */
export function Taken({ what, onRemove }: { what: string; onRemove: () => void }) {
  return (
    <Button aria-label={`Only ${what}: remove this filter`} onClick={onRemove}>
      <span className="font-normal text-muted">Only</span> {what}
      <X size={13} aria-hidden="true" className="text-muted" />
    </Button>
  )
}

const tenantChoiceQuery = queryOptions({
  queryKey: ["tenants", "choice"],
  queryFn: ({ signal }) => request(api.tenants({ limit: 500 }), { signal }),
})

/** Filters by one tenant. */
export function TenantFilter({
  tenantId,
  onTenant,
}: {
  tenantId: string | null
  onTenant: (tenantId: string | null) => void
}) {
  const tenants = useQuery(tenantChoiceQuery)
  return (
    <Combobox
      label="Tenant"
      value={tenantId ?? ""}
      none="All"
      read={tenants}
      onValueChange={(id) => onTenant(id || null)}
      options={(tenants.data ?? []).map(({ id, name, slug }) => ({
        value: id,
        label: name,
        keywords: [slug],
        hint: slug,
      }))}
    />
  )
}

interface UpgradeFilterProps {
  chartName: string
  versions: readonly FleetVersion[]
  olderThan: string | null
  onOlderThan: (version: string | null) => void
}

/** Filters for releases of the chart older than a version, chosen from the catalog and the installed versions. */
function UpgradeFilter({ chartName, versions, olderThan, onOlderThan }: UpgradeFilterProps) {
  const plain = chartName.slice(chartName.indexOf("/") + 1)
  const installed = versions.filter((version) => version.chartName === plain)
  const repository = installed[0]?.repository
  const listed = useQuery(chartVersionsQuery(repository === undefined ? null : { repository, name: plain }))
  const known = new Map(listed.data?.map(({ version, prerelease }) => [version, prerelease]))
  for (const { chartVersion } of installed) {
    if (!known.has(chartVersion)) known.set(chartVersion, false)
  }
  if (olderThan !== null && !known.has(olderThan)) known.set(olderThan, false)
  return (
    <Combobox
      label="Needs upgrade to"
      none="any version"
      read={listed}
      value={olderThan ?? ""}
      onValueChange={(version) => onOlderThan(version || null)}
      options={[...known].map(([version, prerelease]) => ({
        value: version,
        label: version,
        hint: prerelease ? "prerelease" : version === installed[0]?.newestVersion ? "newest" : undefined,
      }))}
    />
  )
}
