import { useVirtualizer } from "@tanstack/react-virtual"
import { useRef, useState } from "react"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import {
  ApplicationHead,
  ColumnHead,
  GroupHead,
  MatrixCell,
  ServiceCells,
  ServiceHead,
  SummaryCell,
} from "@/components/ledger/drift/matrix-cells"
import {
  currentGroup,
  type Grouping,
  groupColumns,
  groupRows,
  type MatrixColumn,
  maxOverview,
  summarize,
} from "@/components/ledger/drift/matrix-groups"
import {
  cellOf,
  type MatrixFilter,
  type MatrixRow,
  serviceRows,
  usedEnvironments,
} from "@/components/ledger/drift/matrix-rows"
import { Button } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { Spacer } from "@/components/ui/table"
import { useMatrixKeys } from "@/components/ui/use-matrix-keys"
import { usePrinting } from "@/components/ui/use-printing"
import type { Drift, DriftRow } from "@/lib/ledger/drift/schema"
import type { StateEntry } from "@/lib/ledger/state/schema"

type DriftMatrixProps = {
  drift: Drift
  running: readonly StateEntry[]
  rows: readonly DriftRow[]
  filter: MatrixFilter
  grouping: Grouping
  /** The environments to show; null: every environment in use. */
  only: readonly string[] | null
  onClear: () => void
}

/** The matrix with collapsible groups of applications, stages of environments, and services of applications. */
function useMatrix({ drift, running, rows: matchingRows, filter, grouping, only }: DriftMatrixProps) {
  const [services, toggleServices] = useToggled()
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
  const rowsOf = (row: DriftRow): MatrixRow[] => {
    const { application } = row
    const opened = services.has(application)
    return [
      { kind: "application", row, expandable: withServices.has(application), opened },
      ...(opened ? serviceRows(application, environments, running) : []),
    ]
  }
  const rows = groupRows(matchingRows, grouping).flatMap((one): MatrixRow[] => {
    if (!("rows" in one)) return rowsOf(one)
    const opened = isGroupOpen(one.name)
    return [{ kind: "group", ...one, opened }, ...(opened ? one.rows.flatMap(rowsOf) : [])]
  })
  const columns = groupColumns(environments, isStageOpen)
  return { columns, rows, printing, toggleServices, toggleGroup, toggleStage }
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

const applicationHeight = 48
const serviceHeight = 32
const headHeight = 32
const widths = { application: 208, environment: 136 }
/** The columns that fit on a sheet of paper. */
const maxOnPaper = 5

/** Offscreen rows are not rendered; arrow keys move between cells and Enter opens one. */
export function DriftMatrix(props: DriftMatrixProps) {
  const { columns, rows, printing, ...matrix } = useMatrix(props)
  const region = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => region.current,
    estimateSize: (index) => (rows[index]?.kind === "service" ? serviceHeight : applicationHeight),
    overscan: 12,
    indexAttribute: "data-row",
    // The header covers the rows, so a row behind it is not visible.
    scrollPaddingStart: headHeight,
    initialRect: { width: 1200, height: 900 },
  })
  const keys = useMatrixKeys({
    rows: rows.length,
    columns: columns.length,
    exists: (row, column) => opensFrom(rows[row], columns[column]),
    reveal: (row) => virtualizer.scrollToIndex(row),
  })
  const items = printing
    ? rows.map((_, index) => ({ index, start: 0, end: 0 }))
    : virtualizer.getVirtualItems()
  const last = items.at(-1)

  return (
    <ScrollRegion
      ref={region}
      label="Drift matrix"
      onKeyDown={keys.onKeyDown}
      className="shrink rounded-md border border-line bg-surface"
      style={{ minHeight: leastHeight(rows.length, virtualizer.getTotalSize()) }}
    >
      {rows.length === 0 ? (
        <NothingShown {...props} />
      ) : (
        <table
          aria-label="Version of each application in each environment"
          aria-rowcount={rows.length + 1}
          data-many={columns.length > maxOnPaper || undefined}
          className="stacks w-full table-fixed border-separate border-spacing-0 text-sm"
          style={{ minWidth: widths.application + columns.length * widths.environment }}
        >
          <colgroup>
            <col style={{ width: widths.application }} />
          </colgroup>
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky top-0 left-0 z-20 h-8 border-b border-line bg-surface px-3 text-left text-xs text-muted"
              >
                Application
              </th>
              {columns.map((column) => (
                <ColumnHead key={column.name} column={column} onToggle={matrix.toggleStage} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Spacer height={items[0]?.start ?? 0} />
            {items.map((item) => {
              const row = rows[item.index]
              if (row === undefined) return null
              // On a phone the height of a row depends on its content.
              const measured = {
                ref: virtualizer.measureElement,
                "aria-rowindex": item.index + 2,
                "data-row": item.index,
              }
              if (row.kind === "group") {
                return (
                  <tr key={`group ${row.name}`} {...measured} className="bg-raised/40">
                    <GroupHead group={row} onToggle={() => matrix.toggleGroup(row.name)} />
                    {columns.map(({ name, environments }) => (
                      <SummaryCell key={name} name={name} summary={summarize(row.rows, environments)} />
                    ))}
                  </tr>
                )
              }
              if (row.kind === "service") {
                return (
                  <tr key={`${row.application} ${row.service}`} {...measured}>
                    <ServiceHead row={row} />
                    <ServiceCells row={row} columns={columns} />
                  </tr>
                )
              }
              const { application } = row.row
              return (
                <tr key={application} {...measured}>
                  <ApplicationHead
                    row={row.row}
                    expandable={row.expandable}
                    opened={row.opened}
                    onToggle={() => matrix.toggleServices(application)}
                  />
                  {columns.map(({ name, environments: [environment = name, ...others] }, column) =>
                    others.length > 0 ? (
                      <SummaryCell
                        key={name}
                        name={name}
                        summary={summarize([row.row], [environment, ...others])}
                      />
                    ) : (
                      <MatrixCell
                        key={name}
                        cell={cellOf(row.row, environment)}
                        application={application}
                        environment={environment}
                        position={`${item.index}:${column}`}
                        tabStop={keys.active?.row === item.index && keys.active.column === column}
                        onFocus={() => keys.setActive({ row: item.index, column })}
                      />
                    ),
                  )}
                </tr>
              )
            })}
            <Spacer height={last === undefined || printing ? 0 : virtualizer.getTotalSize() - last.end} />
          </tbody>
        </table>
      )}
    </ScrollRegion>
  )
}

/** So much stays when the page is short of room; a few rows need less. With the borders. */
function leastHeight(rows: number, height: number): number {
  return rows === 0 ? 192 : Math.min(192, headHeight + height + 2)
}

/** Whether the cell is a link; services, summaries and environments without a deployment have none. */
function opensFrom(row: MatrixRow | undefined, column: MatrixColumn | undefined): boolean {
  const [environment, ...others] = column?.environments ?? []
  if (row?.kind !== "application" || environment === undefined || others.length > 0) return false
  return cellOf(row.row, environment)?.deploymentId != null
}

function NothingShown({ drift, filter, onClear }: DriftMatrixProps) {
  return drift.applications.length === 0 ? (
    <EmptyState title="No deployments yet" actions={<HowToRecord />}>
      Record a deployment to see its version here for each environment.
    </EmptyState>
  ) : (
    <EmptyState
      title={emptyTitle(filter)}
      actions={<Button onClick={onClear}>Show all applications</Button>}
    />
  )
}

function emptyTitle({ text, onlyDrifted, onlyBehind }: MatrixFilter): string {
  if (text !== "") return "No applications found"
  if (onlyBehind) return "Nothing is behind"
  return onlyDrifted ? "Everything is in sync" : "No applications found"
}
