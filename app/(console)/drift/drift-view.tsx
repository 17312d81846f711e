"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import dynamic from "next/dynamic"
import {
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs"
import { AsOfPicker, useAsOf, useAsOfFilter } from "@/components/layout/as-of-picker"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { SavedViews } from "@/components/layout/saved-views"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { AsOfSlider, EnvironmentChoice } from "@/components/ledger/drift/drift-filters"
import { DriftMatrix } from "@/components/ledger/drift/drift-matrix"
import { driftQuery, stateQuery } from "@/components/ledger/drift/drift-query"
import { defaultGrouping, groupings } from "@/components/ledger/drift/matrix-groups"
import { comparedPair, filterRows, usedEnvironments } from "@/components/ledger/drift/matrix-rows"
import type { ActiveFilter } from "@/components/ui/active-filters"
import { Button } from "@/components/ui/button"
import { Switch } from "@/components/ui/checkbox"
import { ErrorLine, ErrorState } from "@/components/ui/error-state"
import { FilterField } from "@/components/ui/filter-field"
import { FilterFold } from "@/components/ui/filter-fold"
import { Picker } from "@/components/ui/picker"
import { Segmented } from "@/components/ui/segmented"
import { TableSkeleton } from "@/components/ui/skeletons"
import { queryKeys } from "@/lib/web/client/query-keys"

const CompareTable = dynamic(() => import("@/components/ledger/drift/compare-table"))

const loadCsv = () => import("@/components/ledger/drift/drift-csv")

const state = {
  view: parseAsStringLiteral(["matrix", "compare"]).withDefault("matrix"),
  left: parseAsString,
  right: parseAsString,
  q: parseAsString.withDefault(""),
  environments: parseAsArrayOf(parseAsString),
  drifted: parseAsBoolean.withDefault(false),
  behind: parseAsBoolean.withDefault(false),
  sort: parseAsStringLiteral(["name", "distance"]).withDefault("name"),
  group: parseAsStringLiteral(groupings),
}

/** What runs where and what is behind, now or at an instant; the whole state is in the URL. */
export function DriftView() {
  const [chosen, choose] = useQueryStates(state)
  const [at] = useAsOf()
  const asOf = useAsOfFilter()
  const instant = at?.toISOString() ?? null
  const drift = useQuery({ ...driftQuery(instant), placeholderData: keepPreviousData })
  const running = useQuery({ ...stateQuery(instant), placeholderData: keepPreviousData })
  useReadAfterChange("deployment", queryKeys.drift)
  useReadAfterChange("deployment", queryKeys.state)
  const environments = drift.data === undefined ? [] : usedEnvironments(drift.data)
  const filter = {
    text: chosen.q,
    onlyDrifted: chosen.drifted,
    onlyBehind: chosen.behind,
    sort: chosen.sort,
  }
  const pair = drift.data && drift.data.applications.length > 0 ? comparedPair(drift.data, chosen) : null
  const rows = drift.data === undefined ? [] : filterRows(drift.data, filter)
  const grouping = chosen.group ?? defaultGrouping(drift.data?.applications ?? [])
  const shownEnvironments = environments.filter(
    (name) => chosen.environments === null || chosen.environments.includes(name),
  )

  return (
    <>
      <PageHeader
        title="Drift"
        pickers={
          <div className="contents print:hidden">
            <Segmented
              label="View"
              value={chosen.view}
              onValueChange={(view) => void choose({ view })}
              options={[
                { value: "matrix", label: "Matrix" },
                { value: "compare", label: "Compare" },
              ]}
            />
            <div className="contents max-md:hidden">
              <AsOfPicker />
            </div>
          </div>
        }
        actions={
          <>
            <SavedViews tableId="drift" />
            {chosen.view === "matrix" && (
              <Button
                icon={<Download size={14} />}
                disabled={rows.length === 0}
                onClick={async () => (await loadCsv()).saveDriftCsv(shownEnvironments, rows)}
              >
                CSV
              </Button>
            )}
          </>
        }
      />
      <PageBody fill>
        <search aria-label="Filters" className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <div className="flex max-md:min-w-40 max-md:flex-1 print:hidden">
            <FilterField
              label="Filter applications"
              value={chosen.q}
              onValueChange={(q) => void choose({ q })}
            />
          </div>
          <FilterFold active={[...activeFilters(chosen, choose), ...asOf]} phone={() => <AsOfPicker />}>
            {chosen.view === "matrix" && environments.length > 3 && (
              <EnvironmentChoice
                environments={environments}
                shown={shownEnvironments}
                onChosen={(next) => void choose({ environments: next })}
              />
            )}
            <Switch
              label={labels.drifted}
              checked={chosen.drifted}
              onChange={(event) => void choose({ drifted: event.target.checked })}
            />
            {chosen.view === "matrix" && (
              <>
                <Switch
                  label={labels.behind}
                  checked={chosen.behind}
                  onChange={(event) => void choose({ behind: event.target.checked })}
                />
                <Picker
                  label="Sort"
                  value={chosen.sort}
                  onValueChange={(sort) => void choose({ sort })}
                  options={[
                    { value: "name", label: "By name" },
                    { value: "distance", label: "Farthest behind first" },
                  ]}
                />
                <Picker
                  label="Group"
                  value={grouping}
                  onValueChange={(group) => void choose({ group })}
                  options={[
                    { value: "none", label: "None" },
                    { value: "name", label: "By name" },
                    { value: "distance", label: "By distance" },
                  ]}
                />
              </>
            )}
            <div className="flex-1 md:min-w-80 max-md:w-full">
              <AsOfSlider />
            </div>
          </FilterFold>
        </search>
        {chosen.view === "compare" && pair && (
          <ComparePickers environments={environments} {...pair} choose={choose} />
        )}
        {running.isError && running.data === undefined && drift.data !== undefined && (
          <ErrorLine title="Could not load the services" read={running} />
        )}
        {drift.data === undefined ? (
          drift.isError ? (
            <ErrorState title="Could not load drift" read={drift} />
          ) : (
            <TableSkeleton rows={24} className="flex-1" />
          )
        ) : chosen.view === "compare" && pair ? (
          <CompareTable drift={drift.data} {...pair} onlyDrifted={chosen.drifted} text={chosen.q} />
        ) : (
          <DriftMatrix
            drift={drift.data}
            running={running.data ?? []}
            rows={rows}
            filter={filter}
            grouping={grouping}
            only={chosen.environments}
            onClear={() => void choose({ q: null, environments: null, drifted: null, behind: null })}
          />
        )}
      </PageBody>
    </>
  )
}

const labels = { drifted: "Differences only", behind: "Only behind" }

type Chosen = inferParserType<typeof state>

function activeFilters(chosen: Chosen, choose: (next: Partial<Chosen>) => unknown): ActiveFilter[] {
  const { q, environments, view } = chosen
  const isMatrix = view === "matrix"
  const filter = (name: keyof Chosen, label: string, value: string | null): ActiveFilter => ({
    name,
    label,
    value,
    shown: name === "q" ? "printed" : "folded",
    onRemove: () => void choose({ [name]: null }),
  })
  return [
    ...(q === "" ? [] : [filter("q", "Application", q)]),
    ...(isMatrix && environments !== null
      ? [filter("environments", "Environments", environments.join(", "))]
      : []),
    ...(chosen.drifted ? [filter("drifted", labels.drifted, null)] : []),
    ...(isMatrix && chosen.behind ? [filter("behind", labels.behind, null)] : []),
  ]
}

type ComparePickersProps = {
  environments: string[]
  left: string
  right: string
  choose: (next: { left?: string; right?: string }) => unknown
}

function ComparePickers({ environments, left, right, choose }: ComparePickersProps) {
  const options = [...new Set([...environments, left, right])].map((name) => ({ value: name, label: name }))
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Picker
        label="From"
        value={left}
        onValueChange={(next) => void choose({ left: next })}
        options={options}
      />
      <Picker
        label="To"
        value={right}
        onValueChange={(next) => void choose({ right: next })}
        options={options}
      />
    </div>
  )
}
