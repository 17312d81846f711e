"use client"

import type { ActivityFilter } from "@/components/console/activity/activity-query"
import { FilterField } from "@/components/ui/filter-field"
import { PeriodFilter } from "@/components/ui/period-filter"
import { Picker } from "@/components/ui/picker"
import { Segmented } from "@/components/ui/segmented"

interface ActivityFiltersProps {
  filter: ActivityFilter
  onFilter: (change: Partial<ActivityFilter>) => void
}

export function ActivityFilters({ filter, onFilter }: ActivityFiltersProps) {
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <Segmented
        label="Filter"
        value={filter.only ?? "all"}
        onValueChange={(only) => onFilter({ only: only === "all" ? null : only })}
        options={[
          { value: "all", label: "All" },
          { value: "rollbacks", label: "Rollbacks" },
          { value: "failures", label: "Failures" },
        ]}
      />
      <Picker
        label="Type"
        value={filter.half ?? "both"}
        onValueChange={(half) => onFilter({ half: half === "both" ? null : half })}
        options={[
          { value: "both", label: "all" },
          { value: "deployments", label: "deployments" },
          { value: "releases", label: "releases" },
        ]}
      />
      <PeriodFilter period={filter} onPeriod={onFilter} />
      <FilterField
        label="Actor"
        value={filter.by ?? ""}
        onValueChange={(by) => onFilter({ by: by || null })}
        className="w-52 max-sm:w-full"
      />
    </search>
  )
}
