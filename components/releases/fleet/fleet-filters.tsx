"use client"

import { TenantFilter } from "@/components/releases/fleet/tenant-filter"
import type { FleetFilter } from "@/components/releases/release-queries"
import { Combobox } from "@/components/ui/combobox"
import { FilterField } from "@/components/ui/filter-field"
import { formatCount } from "@/lib/format"
import type { ReleaseSummary } from "@/lib/releases/schema"

interface FleetFiltersProps {
  filter: FleetFilter
  onFilter: (change: Partial<FleetFilter>) => void
  summary: ReleaseSummary | undefined
}

export function FleetFilters({ filter, onFilter, summary }: FleetFiltersProps) {
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
        onValueChange={(chartName) => onFilter({ chartName: chartName || null })}
        options={Object.entries(summary?.byChart ?? {}).map(([name, count]) => ({
          value: name,
          label: name,
          hint: formatCount(count),
        }))}
      />
      <TenantFilter tenantId={filter.tenantId} onTenant={(tenantId) => onFilter({ tenantId })} />
      <span className="ml-auto text-xs text-muted max-lg:hidden">Newest first</span>
    </search>
  )
}
