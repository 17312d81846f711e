"use client"

import dynamic from "next/dynamic"
import type { ReactNode } from "react"
import { Combobox } from "@/components/ui/combobox"
import type { ComboboxListProps, ComboboxOption } from "@/components/ui/combobox-list"
import { FilterField } from "@/components/ui/filter-field"
import type { DetailFilter } from "@/components/ui/more-filters-form"
import { Picker } from "@/components/ui/picker"

// A list loads the code of the kinds that it has.
const Segmented = dynamic(() => import("@/components/ui/segmented").then((file) => file.Segmented<string>))
const PeriodFilter = dynamic(() => import("@/components/ui/period-filter"))
const DetailFilters = dynamic(() => import("@/components/ui/detail-filters"))

/** What narrows a list; `name` is the parameter in the URL and of the API. */
export type ListFilter<Name extends string = string> =
  | {
      kind: "search"
      name: Name
      label: string
      className?: string
      /** False: `/` focuses another control. By default it focuses the first search of a list. */
      shortcut?: boolean
    }
  /** One of a few, in a menu or side by side. */
  | {
      kind: "choice" | "segments"
      name: Name
      label: string
      options: readonly { value: string; label: string }[]
      /** The label of all of them, "All" by default. */
      all?: string
    }
  /** One of many, found by typing. */
  | {
      kind: "name"
      name: Name
      label: string
      options: readonly (string | ComboboxOption)[]
      none?: string
      read?: ComboboxListProps["read"]
      /** Filters that are meaningless once this one changes. */
      clears?: readonly Name[]
    }
  /** The parameters `from` and `to`. */
  | { kind: "period" }
  | DetailFilter<Name>

interface FiltersProps<Values extends object> {
  values: Values
  onChange: (change: Partial<Values>) => void
  filters: readonly ListFilter<keyof Values & string>[]
  /** Further controls at the start and at the end of the row. */
  before?: ReactNode
  children?: ReactNode
}

export function Filters<Values extends object>({
  values,
  onChange,
  filters,
  before,
  children,
}: FiltersProps<Values>) {
  const set = (change: Record<string, string | null>) => onChange(change as Partial<Values>)
  const details = filters.filter((filter) => filter.kind === "detail")
  const firstSearch = filters.find((filter) => filter.kind === "search")
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2 print:hidden">
      {before}
      {filters.map((filter) => (
        <FilterControl
          key={filter.kind === "period" ? "period" : filter.name}
          filter={filter}
          isFirstSearch={filter === firstSearch}
          values={values}
          set={set}
        />
      ))}
      {details.some(({ linked, name }) => !linked || textOf(values, name) !== "") && (
        <DetailFilters filters={details} textOf={(name) => textOf(values, name)} onApply={set} />
      )}
      {children}
    </search>
  )
}

interface FilterControlProps {
  filter: ListFilter
  isFirstSearch: boolean
  values: object
  set: (change: Record<string, string | null>) => void
}

function FilterControl({ filter, isFirstSearch, values, set }: FilterControlProps) {
  switch (filter.kind) {
    case "search":
      return (
        <FilterField
          label={filter.label}
          value={textOf(values, filter.name)}
          onValueChange={(value) => set({ [filter.name]: value || null })}
          className={filter.className}
          shortcut={filter.shortcut ?? isFirstSearch}
        />
      )
    case "choice":
    case "segments": {
      const Choice = filter.kind === "choice" ? Picker : Segmented
      return (
        <Choice
          label={filter.label}
          value={textOf(values, filter.name)}
          onValueChange={(value) => set({ [filter.name]: value || null })}
          options={[{ value: "", label: filter.all ?? "All" }, ...filter.options]}
        />
      )
    }
    case "name":
      return (
        <Combobox
          label={filter.label}
          value={textOf(values, filter.name)}
          onValueChange={(value) => {
            const cleared = filter.clears?.map((name) => [name, null]) ?? []
            set({ ...Object.fromEntries(cleared), [filter.name]: value || null })
          }}
          options={filter.options}
          none={filter.none ?? "All"}
          read={filter.read}
        />
      )
    case "period":
      return (
        <PeriodFilter
          period={{ from: textOf(values, "from") || null, to: textOf(values, "to") || null }}
          onPeriod={(period) => set({ ...period })}
        />
      )
    case "detail":
      return null
  }
}

/** The value of a filter as text; empty if it is not set. */
function textOf(values: object, name: string): string {
  const value: unknown = Reflect.get(values, name)
  return value === null || value === undefined ? "" : String(value)
}
