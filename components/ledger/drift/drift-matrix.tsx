"use client"

import { useVirtualizer } from "@tanstack/react-virtual"
import { type ReactNode, useRef } from "react"
import { MatrixCell, ServiceCells, SummaryCell } from "@/components/ledger/drift/matrix-cells"
import { type MatrixColumn, summarize } from "@/components/ledger/drift/matrix-groups"
import { ApplicationHead, ColumnHead, GroupHead, ServiceHead } from "@/components/ledger/drift/matrix-heads"
import { cellOf, type MatrixRow } from "@/components/ledger/drift/matrix-rows"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { Spacer } from "@/components/ui/table"
import { useMatrixKeys } from "@/components/ui/use-matrix-keys"
import { usePrinting } from "@/components/ui/use-printing"

type DriftMatrixProps = {
  columns: readonly MatrixColumn[]
  rows: readonly MatrixRow[]
  opened: ReadonlySet<string>
  onToggle: (application: string) => void
  onToggleGroup: (name: string) => void
  onToggleStage: (stage: string) => void
  /** Shown instead of rows. */
  children?: ReactNode
}

const applicationHeight = 48
const serviceHeight = 32
const headHeight = 32
const widths = { application: 208, environment: 136 }
/** The columns that fit on a sheet of paper. */
const maxOnPaper = 5

/**
 * The drift table by application and environment. Offscreen rows are not rendered; arrow keys move between cells and
 * Enter opens one.
 */
export function DriftMatrix(props: DriftMatrixProps) {
  const { columns, rows, opened, onToggle, children } = props
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
  const printing = usePrinting()
  const items = printing
    ? rows.map((_, index) => ({ index, start: 0, end: 0 }))
    : virtualizer.getVirtualItems()
  const last = items.at(-1)

  return (
    <ScrollRegion
      ref={region}
      label="Drift matrix"
      onKeyDown={keys.onKeyDown}
      className="min-h-48 shrink rounded-md border border-line bg-surface"
    >
      {rows.length === 0 ? (
        children
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
                <ColumnHead key={column.name} column={column} onToggle={props.onToggleStage} />
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
                    <GroupHead group={row} onToggle={() => props.onToggleGroup(row.name)} />
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
                    opened={opened.has(application)}
                    onToggle={() => onToggle(application)}
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
                        against="the stage below"
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

/** Whether the cell is a link; services, summaries and environments without a deployment have none. */
function opensFrom(row: MatrixRow | undefined, column: MatrixColumn | undefined): boolean {
  const [environment, ...others] = column?.environments ?? []
  if (row?.kind !== "application" || environment === undefined || others.length > 0) return false
  return cellOf(row.row, environment)?.deploymentId != null
}
