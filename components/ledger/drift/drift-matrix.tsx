"use client"

import { useVirtualizer } from "@tanstack/react-virtual"
import { type ReactNode, useRef } from "react"
import { MatrixCell } from "@/components/ledger/drift/drift-cell"
import { cellOf, type MatrixRow } from "@/components/ledger/drift/matrix-rows"
import { ApplicationHead, ServiceCells, ServiceHead } from "@/components/ledger/drift/row-heads"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { useMatrixKeys } from "@/components/ui/use-matrix-keys"

type DriftMatrixProps = {
  environments: readonly string[]
  rows: readonly MatrixRow[]
  opened: ReadonlySet<string>
  onToggle: (application: string) => void
  /** Shown instead of rows. */
  children?: ReactNode
}

const applicationHeight = 48
const serviceHeight = 32
const headHeight = 32

/**
 * The drift table by application and environment. Offscreen rows are not rendered; arrow keys move between cells and
 * Enter opens one.
 */
export function DriftMatrix({ environments, rows, opened, onToggle, children }: DriftMatrixProps) {
  const region = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => region.current,
    estimateSize: (index) => (rows[index]?.kind === "service" ? serviceHeight : applicationHeight),
    overscan: 12,
    // The header covers the rows, so a row behind it is not visible.
    scrollPaddingStart: headHeight,
    initialRect: { width: 1200, height: 900 },
  })
  const keys = useMatrixKeys({
    rows: rows.length,
    columns: environments.length,
    exists: (row, column) => opensFrom(rows[row], environments[column]),
    reveal: (row) => virtualizer.scrollToIndex(row),
  })
  const items = virtualizer.getVirtualItems()
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
          className="w-full border-separate border-spacing-0 text-sm"
        >
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky top-0 left-0 z-20 h-8 border-b border-line bg-surface px-3 text-left text-xs text-muted"
              >
                Application
              </th>
              {environments.map((environment) => (
                <th
                  key={environment}
                  scope="col"
                  className="sticky top-0 z-10 h-8 min-w-48 border-b border-l border-line bg-surface px-3 text-left text-xs whitespace-nowrap text-muted"
                >
                  {environment}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Spacer height={items[0]?.start ?? 0} />
            {items.map((item) => {
              const row = rows[item.index]
              if (row === undefined) return null
              if (row.kind === "service") {
                return (
                  <tr key={`${row.application} ${row.service}`} aria-rowindex={item.index + 2}>
                    <ServiceHead row={row} />
                    <ServiceCells row={row} />
                  </tr>
                )
              }
              const { application } = row.row
              return (
                <tr key={application} aria-rowindex={item.index + 2}>
                  <ApplicationHead
                    row={row.row}
                    expandable={row.expandable}
                    opened={opened.has(application)}
                    onToggle={() => onToggle(application)}
                  />
                  {environments.map((environment, column) => (
                    <MatrixCell
                      key={environment}
                      cell={cellOf(row.row, environment)}
                      environment={environment}
                      against="the stage below"
                      place={`${item.index}:${column}`}
                      tabStop={keys.active?.row === item.index && keys.active.column === column}
                      onFocus={() => keys.setActive({ row: item.index, column })}
                    />
                  ))}
                </tr>
              )
            })}
            <Spacer height={last === undefined ? 0 : virtualizer.getTotalSize() - last.end} />
          </tbody>
        </table>
      )}
    </ScrollRegion>
  )
}

/** Whether the cell is a link; services and environments without a deployment have none. */
function opensFrom(row: MatrixRow | undefined, environment: string | undefined): boolean {
  if (row?.kind !== "application" || environment === undefined) return false
  return cellOf(row.row, environment)?.deploymentId != null
}

function Spacer({ height }: { height: number }) {
  return height > 0 ? <tr style={{ height }} /> : null
}
