"use client"

import { X } from "lucide-react"
import { TenantFilter } from "@/components/fleet/releases/fleet/tenant-filter"
import { UpgradeFilter } from "@/components/fleet/releases/fleet/upgrade-filter"
import type { FleetFilter } from "@/components/fleet/releases/release-queries"
import { Button } from "@/components/ui/button"
import { Combobox } from "@/components/ui/combobox"
import { FilterField } from "@/components/ui/filter-field"
import { Segmented } from "@/components/ui/segmented"
import type { FleetVersion, ReleaseSummary } from "@/lib/fleet/releases/fleet-schema"
import { formatCount } from "@/lib/platform/format"

export type FleetViewMode = "table" | "matrix" | "versions"

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
function Taken({ what, onRemove }: { what: string; onRemove: () => void }) {
  return (
    <Button aria-label={`Only ${what}: remove this filter`} onClick={onRemove}>
      <span className="font-normal text-muted">Only</span> {what}
      <X size={13} aria-hidden="true" className="text-muted" />
    </Button>
  )
}
