import dynamic from "next/dynamic"
import type { ReactNode } from "react"
import type { ActiveFilter } from "@/components/ui/active-filters"
import { Combobox } from "@/components/ui/combobox"
import type { ComboboxListProps, ComboboxOption } from "@/components/ui/combobox-list"
import { FilterField } from "@/components/ui/filter-field"
import { FilterFold } from "@/components/ui/filter-fold"
import type { DetailFilter } from "@/components/ui/more-filters-form"
import { Picker } from "@/components/ui/picker"
import { formatDay, formatShortTime } from "@/lib/platform/format"

// A list loads only the code of the filter kinds that it uses.
const Segmented = dynamic(() => import("@/components/ui/segmented").then((file) => file.Segmented<string>))
const PeriodFilter = dynamic(() => import("@/components/ui/period-filter"))
const MoreFilters = dynamic(() => import("@/components/ui/more-filters").then((file) => file.MoreFilters))
const MoreFiltersForm = dynamic(() =>
  import("@/components/ui/more-filters").then((file) => file.MoreFiltersForm),
)

/** A filter of a list; `name` is the parameter in the URL and of the API. */
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
      /** The label of the option for all, "All" by default. */
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
  /** Controls that are elsewhere on a wide screen, and what they have set. */
  phone?: ReactNode
  active?: readonly ActiveFilter[]
}

/** The filters of a list. On a phone only the search stays in sight. */
export function Filters<Values extends object>(props: FiltersProps<Values>) {
  const { values, onChange, filters, before, children, phone } = props
  const set = (change: Record<string, string | null>) => onChange(change as Partial<Values>)
  const [first] = filters
  const firstSearch = filters.find((filter) => filter.kind === "search")
  const lead = first?.kind === "search" && before === undefined ? first : null
  const controls = filters.filter((filter) => filter !== lead && filter.kind !== "detail")
  const typed = filters.filter((filter) => filter.kind === "detail").filter(({ linked }) => !linked)
  const isShort = typed.length === 0 && controls.length < (lead || before ? 1 : 2)
  const more = { filters: typed, textOf: (name: string) => textOf(values, name) }
  const active = filters.flatMap((filter) => {
    const isFolded = filter !== lead && filter.kind !== "detail"
    const visibility = filter.kind === "detail" ? undefined : isFolded && !isShort ? "folded" : "printed"
    return activeFilter(filter, values, set).map((one) => ({ ...one, shown: visibility }) as const)
  })
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      {before && <div className="contents print:hidden">{before}</div>}
      {lead && (
        <div className="flex max-md:min-w-40 max-md:flex-1 print:hidden">
          <FilterControl filter={lead} isFirstSearch values={values} set={set} />
        </div>
      )}
      <FilterFold
        active={[...active, ...(props.active ?? [])]}
        isShort={isShort}
        wide={typed.length > 0 && <MoreFilters {...more} onApply={set} />}
        phone={(close) => (
          <>
            {phone}
            {typed.length > 0 && (
              <MoreFiltersForm
                {...more}
                onApply={(change) => {
                  close()
                  set(change)
                }}
              />
            )}
          </>
        )}
      >
        {controls.map((filter) => (
          <FilterControl
            key={filter.kind === "period" ? "period" : filter.name}
            filter={filter}
            isFirstSearch={filter === firstSearch}
            values={values}
            set={set}
          />
        ))}
      </FilterFold>
      {children && <div className="contents print:hidden">{children}</div>}
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
  if (filter.kind === "period") {
    const period = { from: textOf(values, "from") || null, to: textOf(values, "to") || null }
    return <PeriodFilter period={period} onPeriod={(next) => set({ ...next })} />
  }
  const control = {
    label: filter.label,
    value: textOf(values, filter.name),
    onValueChange: (value: string) => set(changeOf(filter, value)),
  }
  switch (filter.kind) {
    case "search":
      return (
        <FilterField {...control} className={filter.className} shortcut={filter.shortcut ?? isFirstSearch} />
      )
    case "choice":
    case "segments": {
      const Choice = filter.kind === "choice" ? Picker : Segmented
      return <Choice {...control} options={[{ value: "", label: filter.all ?? "All" }, ...filter.options]} />
    }
    case "name":
      return <Combobox {...control} options={filter.options} none={filter.none ?? "All"} read={filter.read} />
    case "detail":
      return null
  }
}

/** A filter that is set, as it is removed; none if it is not. */
function activeFilter(
  filter: ListFilter,
  values: object,
  set: FilterControlProps["set"],
): Omit<ActiveFilter, "shown">[] {
  if (filter.kind === "period") {
    const from = textOf(values, "from")
    const to = textOf(values, "to")
    if (from === "" && to === "") return []
    const days = [from, to && new Date(Date.parse(to) - 1)].map((at) => at && formatDay(at)).filter(Boolean)
    const label = from === "" ? "Until" : to === "" ? "Since" : "Days"
    return [{ name: "period", label, value: days.join(" – "), onRemove: () => set({ from: null, to: null }) }]
  }
  const { name, label } = filter
  const value = textOf(values, name)
  if (value === "") return []
  return [{ name, label, value: shownValue(filter, value), onRemove: () => set(changeOf(filter, "")) }]
}

function shownValue(filter: Exclude<ListFilter, { kind: "period" }>, value: string): string | null {
  if (filter.kind === "search") return value
  if (filter.kind !== "detail") {
    const options = filter.options.map((one) => (typeof one === "string" ? { value: one, label: one } : one))
    return options.find((option) => option.value === value)?.label ?? value
  }
  if (filter.type === "switch") return null
  if (filter.show) return filter.show(value)
  return filter.type !== "time" || Number.isNaN(Date.parse(value)) ? value : formatShortTime(value)
}

/** What setting it changes; the empty text removes it. */
function changeOf(filter: Exclude<ListFilter, { kind: "period" }>, value: string) {
  const cleared = filter.kind === "name" ? (filter.clears ?? []).map((name) => [name, null]) : []
  return { ...Object.fromEntries(cleared), [filter.name]: value || null }
}

function textOf(values: object, name: string): string {
  const value: unknown = Reflect.get(values, name)
  return value === null || value === undefined ? "" : String(value)
}
