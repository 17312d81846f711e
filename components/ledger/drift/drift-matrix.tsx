"use client"

import { useVirtualizer } from "@tanstack/react-virtual"
import clsx from "clsx"
import { ChevronRight } from "lucide-react"
import { type ReactNode, useRef } from "react"
import { BehindMark } from "@/components/ledger/drift/behind-mark"
import { cellOf, type MatrixRow, type ServiceRow } from "@/components/ledger/drift/matrix-rows"
import { PageLink } from "@/components/ui/page-link"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { Time } from "@/components/ui/time"
import { useMatrixKeys } from "@/components/ui/use-matrix-keys"
import { VersionText } from "@/components/ui/version-text"
import { isFarBehind } from "@/lib/ledger/drift/far-behind"
import type { DriftCell, DriftRow } from "@/lib/ledger/drift/schema"
import { pages } from "@/lib/platform/paths"

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

type MatrixCellProps = {
  cell: DriftCell | null
  environment: string
  /** The environments it is compared with, as text. */
  against: string
  /** The cell position for keyboard navigation. */
  place: string
  tabStop: boolean
  onFocus: () => void
}

/**
 * One version in one environment: subtle when in sync, highlighted when behind; the whole cell opens the deployment.
 */
function MatrixCell({ cell, environment, against, place, tabStop, onFocus }: MatrixCellProps) {
  if (cell === null || cell.deploymentId === null || cell.imageTag === null) {
    return (
      <td data-environment={environment} className="h-12 border-b border-l border-line px-3 text-ghost">
        <span aria-hidden="true">–</span>
        <span className="sr-only">not running</span>
      </td>
    )
  }
  const { behind } = cell
  return (
    <td
      data-environment={environment}
      className={clsx(
        "relative h-12 max-w-56 border-b border-l border-line px-3 hover:bg-raised/60",
        behind !== null && (isFarBehind(behind) ? "bg-failed/7" : "bg-pending/7"),
      )}
    >
      <PageLink
        href={pages.deployment(cell.deploymentId)}
        data-place={place}
        tabIndex={tabStop ? 0 : -1}
        onFocus={onFocus}
        className={clsx("row-link flex text-xs", behind === null ? "text-muted" : "font-medium text-text")}
      >
        <VersionText value={cell.imageTag} />
      </PageLink>
      <span className="flex items-center justify-between gap-2 text-2xs text-muted">
        {cell.deployedAt !== null && <Time at={cell.deployedAt} />}
        {behind !== null && <BehindMark behind={behind} against={against} />}
      </span>
    </td>
  )
}

const head = "sticky left-0 z-10 max-w-36 border-b border-line bg-surface text-left font-normal md:max-w-64"

type ApplicationHeadProps = { row: DriftRow; expandable: boolean; opened: boolean; onToggle: () => void }

function ApplicationHead({ row, expandable, opened, onToggle }: ApplicationHeadProps) {
  const name = (
    <span className={clsx("truncate", !row.inSync && "font-medium")} title={row.application}>
      {row.application}
    </span>
  )
  return (
    <th scope="row" className={clsx(head, "h-12 px-3")}>
      {expandable ? (
        <button
          type="button"
          aria-expanded={opened}
          onClick={onToggle}
          className="-ml-1 flex max-w-full items-center gap-1 rounded-sm py-1 pr-2 hover:text-accent"
        >
          <ChevronRight
            size={13}
            aria-hidden="true"
            className={clsx("shrink-0 text-muted transition-transform duration-100", opened && "rotate-90")}
          />
          {name}
          <span className="sr-only"> services</span>
        </button>
      ) : (
        <span className="flex min-w-0">{name}</span>
      )}
      <span className="block text-2xs text-muted">{row.inSync ? "in sync" : "versions differ"}</span>
    </th>
  )
}

function ServiceHead({ row }: { row: ServiceRow }) {
  return (
    <th scope="row" className={clsx(head, "h-8 truncate pr-3 pl-8 text-xs text-muted")}>
      {row.service}
    </th>
  )
}

function ServiceCells({ row }: { row: ServiceRow }) {
  return row.versions.map((version, column) => (
    <td
      // biome-ignore lint/suspicious/noArrayIndexKey: the columns are the environments, in their order
      key={column}
      className={clsx(
        "h-8 max-w-56 truncate border-b border-l border-line px-3 font-mono text-xs",
        row.inSync ? "text-muted" : "bg-pending/7 text-text",
      )}
    >
      {version ?? <span className="text-ghost">–</span>}
    </td>
  ))
}
