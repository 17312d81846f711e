"use client"

import { X } from "lucide-react"
import { requestOutcomeStyles } from "@/components/admin/requests/request-outcome"
import type { RequestFilter } from "@/components/admin/requests/request-query"
import { Button } from "@/components/ui/button"
import { Combobox } from "@/components/ui/combobox"
import { FilterField } from "@/components/ui/filter-field"
import { Picker } from "@/components/ui/picker"
import { type RequestOutcome, requestOutcomes } from "@/lib/identity/requests/outcomes"
import { formatShortTime } from "@/lib/platform/format"

interface RequestFiltersProps {
  filter: RequestFilter
  onFilter: (change: Partial<RequestFilter>) => void
  environments: readonly string[]
  tokens: readonly { id: string; name: string }[]
}

export function RequestFilters({ filter, onFilter, environments, tokens }: RequestFiltersProps) {
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <FilterField
        label="Tag, commit, run URL, application or request ID"
        value={filter.q ?? ""}
        onValueChange={(q) => onFilter({ q: q || null })}
        className="w-88 max-sm:w-full"
      />
      <Picker<RequestOutcome | "">
        label="Outcome"
        value={filter.outcome ?? ""}
        onValueChange={(outcome) => onFilter({ outcome: outcome || null })}
        options={[
          { value: "", label: "All" },
          ...requestOutcomes.map((outcome) => ({
            value: outcome,
            label: requestOutcomeStyles[outcome].word,
          })),
        ]}
      />
      <Combobox
        label="Environment"
        value={filter.environment ?? ""}
        onValueChange={(environment) => onFilter({ environment: environment || null })}
        options={environments.map((name) => ({ value: name, label: name }))}
        none="All"
      />
      <Combobox
        label="Token"
        value={filter.token ?? ""}
        onValueChange={(token) => onFilter({ token: token || null })}
        options={[
          { value: "none", label: "None or unknown" },
          ...tokens.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        none="All"
      />
      {extras.map(({ name, label, show = String }) => {
        const value = filter[name]
        if (value === null) return null
        return (
          <Button
            key={name}
            onClick={() => onFilter({ [name]: null })}
            aria-label={`Remove filter: ${label} ${value}`}
          >
            <span className="font-normal text-muted">{label}</span>{" "}
            <span className="max-w-40 truncate">{show(value)}</span>
            <X size={12} aria-hidden="true" className="text-muted" />
          </Button>
        )
      })}
    </search>
  )
}

type Extra = "application" | "recordId" | "from" | "to"

/** Set by links to this page, and removable. */
const extras: readonly { name: Extra; label: string; show?: (value: string) => string }[] = [
  { name: "application", label: "Application" },
  { name: "recordId", label: "Record" },
  { name: "from", label: "Since", show: readable },
  { name: "to", label: "Before", show: readable },
]

function readable(instant: string): string {
  return Number.isNaN(Date.parse(instant)) ? instant : formatShortTime(instant)
}
