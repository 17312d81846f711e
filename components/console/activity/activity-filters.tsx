"use client"

import { X } from "lucide-react"
import type { ActivityFilter } from "@/components/console/activity/activity-query"
import { sinceChoices, sinceOf, sinceValue } from "@/components/console/activity/activity-query"
import { Button } from "@/components/ui/button"
import { FilterField } from "@/components/ui/filter-field"
import { Picker } from "@/components/ui/picker"
import { Segmented } from "@/components/ui/segmented"
import { formatDay } from "@/lib/platform/format"

interface ActivityFiltersProps {
  filter: ActivityFilter
  onFilter: (change: Partial<ActivityFilter>) => void
}

export function ActivityFilters({ filter, onFilter }: ActivityFiltersProps) {
  const since = sinceValue(filter.from, new Date())
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
      <Picker
        label="Since"
        value={since}
        onValueChange={(days) => onFilter({ from: sinceOf(days, new Date()), to: null })}
        options={[
          ...sinceChoices,
          ...(since === "other" && filter.from !== null
            ? [{ value: "other" as const, label: formatDay(filter.from) }]
            : []),
        ]}
      />
      <FilterField
        label="Actor"
        value={filter.by ?? ""}
        onValueChange={(by) => onFilter({ by: by || null })}
        className="w-52 max-sm:w-full"
      />
      {filter.to !== null && (
        <Button onClick={() => onFilter({ to: null })} aria-label="Before a date: remove this filter">
          <span className="font-normal text-muted">Before</span> {formatDay(filter.to)}
          <X size={13} aria-hidden="true" className="text-muted" />
        </Button>
      )}
    </search>
  )
}
