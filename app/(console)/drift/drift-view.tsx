"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import dynamic from "next/dynamic"
import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs"
import { AsOfPicker, useAsOf } from "@/components/layout/as-of-picker"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { SavedViews } from "@/components/layout/saved-views"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { AsOfSlider, EnvironmentChoice } from "@/components/ledger/drift/drift-filters"
import { driftQuery, stateQuery } from "@/components/ledger/drift/drift-query"
import { GroupedMatrix } from "@/components/ledger/drift/grouped-matrix"
import { groupings, usualGrouping } from "@/components/ledger/drift/matrix-groups"
import { comparedPair, filterRows, usedEnvironments } from "@/components/ledger/drift/matrix-rows"
import { Button } from "@/components/ui/button"
import { Switch } from "@/components/ui/checkbox"
import { ErrorLine, ErrorState } from "@/components/ui/error-state"
import { FilterField } from "@/components/ui/filter-field"
import { Picker } from "@/components/ui/picker"
import { Segmented } from "@/components/ui/segmented"
import { Skeleton } from "@/components/ui/skeleton"
import type { DriftRow } from "@/lib/ledger/drift/schema"
import { queryKeys } from "@/lib/web/client/query-keys"

const CompareTable = dynamic(() =>
  import("@/components/ledger/drift/compare-table").then((file) => file.CompareTable),
)

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

const ledger = ["deployment"] as const

/** What runs where and what is behind, now or at an instant; the whole state is in the URL. */
export function DriftView() {
  const [chosen, choose] = useQueryStates(state)
  const [at] = useAsOf()
  const instant = at?.toISOString() ?? null
  const drift = useQuery({ ...driftQuery(instant), placeholderData: keepPreviousData })
  const running = useQuery({ ...stateQuery(instant), placeholderData: keepPreviousData })
  useReadAfterChange(ledger, queryKeys.drift)
  useReadAfterChange(ledger, queryKeys.state)
  const environments = drift.data === undefined ? [] : usedEnvironments(drift.data)
  const filter = {
    text: chosen.q,
    onlyDrifted: chosen.drifted,
    onlyBehind: chosen.behind,
    sort: chosen.sort,
  }
  const pair = drift.data && comparedPair(drift.data, chosen)
  const rows = drift.data === undefined ? [] : filterRows(drift.data, filter)
  const grouping = chosen.group ?? usualGrouping(drift.data?.applications ?? [])
  const shown = environments.filter(
    (name) => chosen.environments === null || chosen.environments.includes(name),
  )

  return (
    <>
      <PageHeader
        title="Drift"
        pickers={<AsOfPicker />}
        actions={
          <>
            <SavedViews tableId="drift" />
            {chosen.view === "matrix" && (
              <Button
                icon={<Download size={14} />}
                disabled={rows.length === 0}
                onClick={() => void saveDrift(shown, rows)}
              >
                CSV
              </Button>
            )}
          </>
        }
      />
      <PageBody fill>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <FilterField
            label="Filter applications"
            value={chosen.q}
            onValueChange={(q) => void choose({ q })}
          />
          <Segmented
            label="View"
            value={chosen.view}
            onValueChange={(view) => void choose({ view })}
            options={[
              { value: "matrix", label: "Matrix" },
              { value: "compare", label: "Compare" },
            ]}
          />
          {chosen.view === "compare" && pair && (
            <ComparePickers environments={environments} {...pair} choose={choose} />
          )}
          {chosen.view === "matrix" && environments.length > 3 && (
            <EnvironmentChoice
              environments={environments}
              chosen={chosen.environments}
              onChosen={(next) => void choose({ environments: next })}
            />
          )}
          <Switch
            label="Differences only"
            checked={chosen.drifted}
            onChange={(event) => void choose({ drifted: event.target.checked })}
          />
          {chosen.view === "matrix" && (
            <>
              <Switch
                label="Only behind"
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
          <div className="min-w-80 flex-1">
            <AsOfSlider />
          </div>
        </div>
        {running.isError && running.data === undefined && drift.data !== undefined && (
          <ErrorLine title="Could not load the services" read={running} />
        )}
        {drift.data === undefined ? (
          drift.isError ? (
            <ErrorState title="Could not load drift" read={drift} />
          ) : (
            <Skeleton className="w-full flex-1" />
          )
        ) : chosen.view === "compare" && pair ? (
          <CompareTable drift={drift.data} {...pair} onlyDrifted={chosen.drifted} text={chosen.q} />
        ) : (
          <GroupedMatrix
            drift={drift.data}
            running={running.data ?? []}
            rows={rows}
            filter={filter}
            grouping={grouping}
            only={chosen.environments}
          />
        )}
      </PageBody>
    </>
  )
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
    <div className="flex items-center gap-2">
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

async function saveDrift(environments: readonly string[], rows: readonly DriftRow[]) {
  const { saveDriftCsv } = await import("@/components/ledger/drift/drift-csv")
  saveDriftCsv(environments, rows)
}
