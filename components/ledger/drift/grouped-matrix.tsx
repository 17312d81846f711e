"use client"

import { useState } from "react"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { DriftMatrix } from "@/components/ledger/drift/drift-matrix"
import {
  currentGroup,
  type Grouping,
  groupColumns,
  groupRows,
  maxOverview,
} from "@/components/ledger/drift/matrix-groups"
import {
  type MatrixFilter,
  type MatrixRow,
  serviceRows,
  usedEnvironments,
} from "@/components/ledger/drift/matrix-rows"
import { Button } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { usePrinting } from "@/components/ui/use-printing"
import type { Drift, DriftRow } from "@/lib/ledger/drift/schema"
import type { StateEntry } from "@/lib/ledger/state/schema"

type GroupedMatrixProps = {
  drift: Drift
  running: readonly StateEntry[]
  rows: readonly DriftRow[]
  filter: MatrixFilter
  grouping: Grouping
  /** The environments to show; null: every environment in use. */
  only: readonly string[] | null
  onClear: () => void
}

/** The drift matrix with collapsible groups of applications and stages of environments. */
export function GroupedMatrix({
  drift,
  running,
  rows: matchingRows,
  filter,
  grouping,
  only,
  onClear,
}: GroupedMatrixProps) {
  const [opened, toggle] = useToggled()
  const [groups, toggleGroup] = useToggled()
  const [stages, toggleStage] = useToggled()
  const environments = usedEnvironments({ ...drift, applications: [...matchingRows] }).filter(
    (environment) => only === null || only.includes(environment),
  )
  // Toggled groups have the opposite of the initial state, which is collapsed if there are many and no search.
  const startsClosed = (name: string) =>
    grouping === "distance" ? name === currentGroup : matchingRows.length > maxOverview.rows
  // On paper nothing can be opened.
  const printing = usePrinting()
  const isGroupOpen = (name: string) =>
    printing || groups.has(name) !== (filter.text !== "" || !startsClosed(name))
  const isStageOpen = (stage: string) =>
    printing || stages.has(stage) !== environments.length <= maxOverview.columns

  const withServices = new Set(
    running.filter((entry) => entry.serviceVersions !== null).map((entry) => entry.application),
  )
  const rowsOf = (row: DriftRow): MatrixRow[] => [
    { kind: "application", row, expandable: withServices.has(row.application) },
    ...(opened.has(row.application) ? serviceRows(row.application, environments, running) : []),
  ]
  const rows = groupRows(matchingRows, grouping).flatMap((one): MatrixRow[] => {
    if (!("rows" in one)) return rowsOf(one)
    const isOpen = isGroupOpen(one.name)
    return [{ kind: "group", ...one, opened: isOpen }, ...(isOpen ? one.rows.flatMap(rowsOf) : [])]
  })

  return (
    <DriftMatrix
      columns={groupColumns(environments, isStageOpen)}
      rows={rows}
      opened={opened}
      onToggle={toggle}
      onToggleGroup={toggleGroup}
      onToggleStage={toggleStage}
    >
      {drift.applications.length === 0 ? (
        <EmptyState title="No deployments yet" actions={<HowToRecord />}>
          Record a deployment to see its version here for each environment.
        </EmptyState>
      ) : (
        <EmptyState
          title={emptyTitle(filter)}
          actions={<Button onClick={onClear}>Show all applications</Button>}
        />
      )}
    </DriftMatrix>
  )
}

function useToggled() {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  function toggle(name: string) {
    const next = new Set(toggled)
    if (!next.delete(name)) next.add(name)
    setToggled(next)
  }
  return [toggled, toggle] as const
}

function emptyTitle({ text, onlyDrifted, onlyBehind }: MatrixFilter): string {
  if (text !== "") return "No applications found"
  if (onlyBehind) return "Nothing is behind"
  return onlyDrifted ? "Everything is in sync" : "No applications found"
}
