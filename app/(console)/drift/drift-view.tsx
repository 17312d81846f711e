"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import dynamic from "next/dynamic"
import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs"
import { useState } from "react"
import { AsOfPicker, useAsOf } from "@/components/layout/as-of-picker"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { SavedViews } from "@/components/layout/saved-views"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { AsOfSlider, EnvironmentChoice } from "@/components/ledger/drift/drift-filters"
import { DriftMatrix } from "@/components/ledger/drift/drift-matrix"
import { driftQuery, stateQuery } from "@/components/ledger/drift/drift-query"
import {
  filterRows,
  type MatrixFilter,
  type MatrixRow,
  serviceRows,
  usedEnvironments,
} from "@/components/ledger/drift/matrix-rows"
import { Button } from "@/components/ui/button"
import { Switch } from "@/components/ui/checkbox"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorLine, ErrorState } from "@/components/ui/error-state"
import { FilterField } from "@/components/ui/filter-field"
import { Picker } from "@/components/ui/picker"
import { Segmented } from "@/components/ui/segmented"
import { Skeleton } from "@/components/ui/skeleton"
import type { Drift, DriftRow } from "@/lib/ledger/drift/schema"
import type { StateEntry } from "@/lib/ledger/state/schema"
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
  const rows = drift.data === undefined ? [] : filterRows(drift.data, filter)
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
            rows={rows}
            filter={filter}
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
  /** The rows that pass the filter. */
  rows: DriftRow[]
  filter: MatrixFilter
  /** The environments to show; null: every environment in use. */
  only: readonly string[] | null
}

function Matrix({ drift, running, rows: shown, filter, only }: MatrixProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
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
        <EmptyState title={emptyTitle(filter)}>
          {filter.text === ""
            ? "No application passes the filter."
            : "Clear the filter to see all applications."}
        </EmptyState>
      )}
    </DriftMatrix>
  )
}

function emptyTitle({ text, onlyDrifted, onlyBehind }: MatrixFilter): string {
  if (text !== "") return "No applications found"
  if (onlyBehind) return "Nothing is behind"
  return onlyDrifted ? "Everything is in sync" : "No applications found"
}

async function saveDrift(environments: readonly string[], rows: readonly DriftRow[]) {
  const { saveDriftCsv } = await import("@/components/ledger/drift/drift-csv")
  saveDriftCsv(environments, rows)
}
