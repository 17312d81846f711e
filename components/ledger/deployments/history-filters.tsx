"use client"

import { ListFilter, X } from "lucide-react"
import { type FormEvent, useState } from "react"
import type { HistoryFilter } from "@/components/ledger/deployments/history-query"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { Combobox } from "@/components/ui/combobox"
import { Field } from "@/components/ui/field"
import { FilterField } from "@/components/ui/filter-field"
import { localInput } from "@/components/ui/local-time"
import { Picker } from "@/components/ui/picker"
import { Popover } from "@/components/ui/popover"
import { TextField } from "@/components/ui/text-field"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import { type DeploymentStatus, deploymentStatuses } from "@/lib/ledger/deployments/statuses"
import { formatShortTime } from "@/lib/platform/format"

interface HistoryFiltersProps {
  filter: HistoryFilter
  onFilter: (change: Partial<HistoryFilter>) => void
  environments: readonly string[]
  applications: readonly string[]
}

/** One row of filters; less common ones are under "More" and shown as removable chips once set. */
export function HistoryFilters({ filter, onFilter, environments, applications }: HistoryFiltersProps) {
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <FilterField
        label="Tag, commit, branch or user"
        value={filter.q ?? ""}
        onValueChange={(q) => onFilter({ q: q || null })}
        className="w-64 max-sm:w-full"
      />
      <Combobox
        label="Environment"
        value={filter.environment ?? ""}
        onValueChange={(environment) => onFilter({ environment: environment || null })}
        options={environments.map((name) => ({ value: name, label: name }))}
        none="All"
      />
      <Combobox
        label="Application"
        value={filter.application ?? ""}
        onValueChange={(application) => onFilter({ application: application || null })}
        options={applications.map((name) => ({ value: name, label: name }))}
        none="All"
      />
      <Picker<DeploymentStatus | "">
        label="Status"
        value={filter.status ?? ""}
        onValueChange={(status) => onFilter({ status: status || null })}
        options={[
          { value: "", label: "All" },
          ...deploymentStatuses.map((status) => ({
            value: status,
            label: deploymentStatusStyles[status].word,
          })),
        ]}
      />
      <MoreFilters filter={filter} onFilter={onFilter} />
      {filter.includeAnnulled !== null && (
        <Button
          size="sm"
          onClick={() => onFilter({ includeAnnulled: null })}
          aria-label="Hide annulled deployments"
        >
          With annulled
          <X size={12} aria-hidden="true" className="text-muted" />
        </Button>
      )}
      {extras.map(({ name, label, show }) => {
        const value = filter[name]
        if (value === null) return null
        return (
          <Button
            key={name}
            size="sm"
            onClick={() => onFilter({ [name]: null })}
            aria-label={`Remove filter: ${label} ${value}`}
          >
            <span className="font-normal text-muted">{label}</span>
            <ViewerExplanation className="max-w-40 truncate">{show ? show(value) : value}</ViewerExplanation>
            <X size={12} aria-hidden="true" className="text-muted" />
          </Button>
        )
      })}
      <span className="ml-auto text-xs text-muted max-lg:hidden">Newest first</span>
    </search>
  )
}

type Extra = "imageTag" | "branch" | "commit" | "initiatedBy" | "from" | "to"

const extras: readonly { name: Extra; label: string; show?: (value: string) => string }[] = [
  { name: "imageTag", label: "Tag" },
  { name: "branch", label: "Branch" },
  { name: "commit", label: "Commit" },
  { name: "initiatedBy", label: "Deployed by" },
  { name: "from", label: "From", show: readable },
  { name: "to", label: "Before", show: readable },
]

function readable(instant: string): string {
  return Number.isNaN(Date.parse(instant)) ? instant : formatShortTime(instant)
}

function MoreFilters({ filter, onFilter }: Pick<HistoryFiltersProps, "filter" | "onFilter">) {
  const [open, setOpen] = useState(false)
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: Extra) => String(form.get(name) ?? "").trim() || null
    const time = (name: Extra) => {
      const given = text(name)
      return given === null ? null : new Date(given).toISOString()
    }
    setOpen(false)
    onFilter({
      imageTag: text("imageTag"),
      branch: text("branch"),
      commit: text("commit"),
      initiatedBy: text("initiatedBy"),
      from: time("from"),
      to: time("to"),
      includeAnnulled: form.get("includeAnnulled") === null ? null : "true",
    })
  }
  return (
    <Popover
      label="More filters"
      open={open}
      onOpenChange={setOpen}
      className="w-80"
      trigger={<Button icon={<ListFilter size={14} />}>More</Button>}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        {extras.map(({ name, label, show }) => (
          <Field key={name} label={label}>
            {(control) => (
              <TextField
                {...control}
                name={name}
                mono={show === undefined && name !== "initiatedBy"}
                type={show ? "datetime-local" : "text"}
                defaultValue={show ? localInputOf(filter[name]) : (filter[name] ?? "")}
                pattern={name === "commit" ? "[0-9a-fA-F]{7,64}" : undefined}
                title={name === "commit" ? "Enter at least the first 7 hexadecimal digits" : undefined}
              />
            )}
          </Field>
        ))}
        <Checkbox
          name="includeAnnulled"
          defaultChecked={filter.includeAnnulled !== null}
          label="Include annulled deployments"
        />
        <Button type="submit" variant="primary">
          Apply
        </Button>
      </form>
    </Popover>
  )
}

/** The value of a datetime-local field: the viewer's local time, to the minute. */
function localInputOf(instant: string | null): string {
  return instant === null || Number.isNaN(Date.parse(instant)) ? "" : localInput(new Date(instant))
}
