"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs"
import { useState } from "react"
import { AsOfPicker, useAsOf } from "@/components/layout/as-of-picker"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { CompareTable } from "@/components/ledger/drift/compare-table"
import { AsOfSlider, EnvironmentChoice } from "@/components/ledger/drift/drift-filters"
import { DriftMatrix } from "@/components/ledger/drift/drift-matrix"
import { driftQuery, stateQuery } from "@/components/ledger/drift/drift-query"
import {
  filterRows,
  type MatrixRow,
  serviceRows,
  usedEnvironments,
} from "@/components/ledger/drift/matrix-rows"
import { Switch } from "@/components/ui/checkbox"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorLine, ErrorState } from "@/components/ui/error-state"
import { FilterField } from "@/components/ui/filter-field"
import { Picker } from "@/components/ui/picker"
import { Segmented } from "@/components/ui/segmented"
import { Skeleton } from "@/components/ui/skeleton"
import type { Drift } from "@/lib/ledger/drift/schema"
import type { StateEntry } from "@/lib/ledger/state/schema"
import { queryKeys } from "@/lib/web/client/query-keys"

const state = {
  view: parseAsStringLiteral(["matrix", "compare"]).withDefault("matrix"),
  left: parseAsString,
  right: parseAsString,
  q: parseAsString.withDefault(""),
  environments: parseAsArrayOf(parseAsString),
  drifted: parseAsBoolean.withDefault(false),
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

  return (
    <>
      <PageHeader title="Drift" pickers={<AsOfPicker />} />
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
          {chosen.view === "compare" && (
            <ComparePickers
              environments={environments}
              left={chosen.left}
              right={chosen.right}
              choose={choose}
            />
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
        ) : chosen.view === "compare" ? (
          <CompareTable
            drift={drift.data}
            left={chosen.left ?? environments[0] ?? ""}
            right={chosen.right ?? environments.at(-1) ?? ""}
            onlyDrifted={chosen.drifted}
            text={chosen.q}
          />
        ) : (
          <Matrix
            drift={drift.data}
            running={running.data ?? []}
            filter={{ text: chosen.q, onlyDrifted: chosen.drifted }}
            only={chosen.environments}
          />
        )}
      </PageBody>
    </>
  )
}

type ComparePickersProps = {
  environments: string[]
  left: string | null
  right: string | null
  choose: (next: { left?: string; right?: string }) => unknown
}

function ComparePickers({ environments, left, right, choose }: ComparePickersProps) {
  const options = environments.map((name) => ({ value: name, label: name }))
  return (
    <div className="flex items-center gap-2">
      <Picker
        label="From"
        value={left ?? environments[0] ?? ""}
        onValueChange={(next) => void choose({ left: next })}
        options={options}
      />
      <Picker
        label="To"
        value={right ?? environments.at(-1) ?? ""}
        onValueChange={(next) => void choose({ right: next })}
        options={options}
      />
    </div>
  )
}

type MatrixProps = {
  drift: Drift
  running: StateEntry[]
  filter: { text: string; onlyDrifted: boolean }
  /** The environments to show; null: every environment in use. */
  only: readonly string[] | null
}

function Matrix({ drift, running, filter, only }: MatrixProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const shown = filterRows(drift, filter)
  const environments = usedEnvironments({ ...drift, applications: shown }).filter(
    (environment) => only === null || only.includes(environment),
  )
  const withServices = new Set(
    running.filter((entry) => entry.serviceVersions !== null).map((entry) => entry.application),
  )
  const rows = shown.flatMap((row): MatrixRow[] => [
    { kind: "application", row, expandable: withServices.has(row.application) },
    ...(opened.has(row.application) ? serviceRows(row.application, environments, running) : []),
  ])

  function toggle(application: string) {
    const next = new Set(opened)
    if (!next.delete(application)) next.add(application)
    setOpened(next)
  }

  return (
    <DriftMatrix environments={environments} rows={rows} opened={opened} onToggle={toggle}>
      {drift.applications.length === 0 ? (
        <EmptyState title="No deployments yet">
          Record a deployment to see its version here for each environment.
        </EmptyState>
      ) : (
        <EmptyState title={filter.onlyDrifted ? "Everything is in sync" : "No applications found"}>
          {filter.onlyDrifted
            ? "No application runs different versions."
            : "Clear the filter to see all applications."}
        </EmptyState>
      )}
    </DriftMatrix>
  )
}
