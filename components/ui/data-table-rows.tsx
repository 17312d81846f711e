"use client"

import clsx from "clsx"
import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from "react"
import type { Column } from "@/components/ui/columns"
import { PageLink } from "@/components/ui/page-link"
import { Cell, Row as TableRow } from "@/components/ui/table"
import { formatCount } from "@/lib/platform/format"

interface DataTableRowProps<Row> {
  index: number
  row: Row
  columns: readonly Column<Row>[]
  href?: string
  onOpen?: (row: Row) => void
  selected: boolean
  /** The only row in the tab order; arrow keys move it. */
  tabStop: boolean
  onFocusRow: (index: number) => void
  /** Reports the row height, which on a phone depends on its content. */
  measure: (row: HTMLTableRowElement | null) => void
}

export function DataTableRow<Row>(props: DataTableRowProps<Row>) {
  const { index, row, columns, href, onOpen, selected } = props
  function openHere(event: MouseEvent) {
    if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onOpen(row)
  }

  const linked = columns.findIndex(({ lead }) => !lead)
  return (
    <TableRow ref={props.measure} aria-rowindex={index + 2} data-row={index} selected={selected}>
      {columns.map((column, position) => (
        <Cell
          key={column.id}
          align={column.align}
          name={position === linked}
          data-lead={column.lead || undefined}
          label={position === linked || column.lead || column.plain ? undefined : column.label}
          className={clsx("max-w-none", position > linked && "pr-4")}
        >
          {position === linked && href ? (
            <PageLink
              href={href}
              scroll={false}
              data-row-link
              tabIndex={props.tabStop ? 0 : -1}
              aria-current={selected || undefined}
              onFocus={() => props.onFocusRow(index)}
              onClick={openHere}
              className="row-link"
            >
              {contentOf(column, row)}
            </PageLink>
          ) : (
            contentOf(column, row)
          )}
        </Cell>
      ))}
    </TableRow>
  )
}

function contentOf<Row>({ cell, value, mono }: Column<Row>, row: Row): ReactNode {
  if (cell) return cell(row)
  const content = value?.(row)
  const text = typeof content === "number" ? formatCount(content) : content
  if (!mono) return text
  return (
    <span className="font-mono text-xs" title={String(text ?? "")}>
      {text}
    </span>
  )
}

/** The row that a key moves to, or null if it is not a navigation key. */
export function nextRow(key: string, from: number, count: number): number | null {
  const last = count - 1
  const targets: Record<string, number> = {
    ArrowDown: Math.min(from + 1, last),
    ArrowUp: Math.max(from - 1, 0),
    PageDown: Math.min(from + 10, last),
    PageUp: Math.max(from - 10, 0),
    Home: 0,
    End: last,
  }
  return targets[key] ?? null
}

/**
 * Arrow key navigation of rows with one tab stop for the whole table. `count` is the number of rows that are links;
 * with 0, every key scrolls as usual. `reveal` must scroll a row into view, so that its link (`[data-row="i"]
 * [data-row-link]`) exists in the next frames and can receive focus.
 */
export function useRowKeys(count: number, reveal: (index: number) => void) {
  const [chosen, setActive] = useState(0)
  const active = Math.min(chosen, Math.max(0, count - 1))

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (!(event.target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return
    const onRow = event.target.matches("[data-row-link]")
    const onRegion = event.target === event.currentTarget
    if ((!onRow && !onRegion) || count === 0) return
    const target = onRow ? nextRow(event.key, active, count) : event.key === "ArrowDown" ? active : null
    if (target === null) return
    event.preventDefault()
    setActive(target)
    reveal(target)
    focusDrawn(event.currentTarget, `[data-row="${target}"] [data-row-link]`)
  }
  return { active, setActive, onKeyDown }
}

/**
 * Focuses an element of a virtualized list: immediately if it is rendered, otherwise within a few frames after it is
 * scrolled into view.
 */
export function focusDrawn(region: HTMLElement, selector: string, framesLeft = 5): void {
  const found = region.querySelector<HTMLElement>(selector)
  if (found) found.focus({ preventScroll: true })
  else if (framesLeft > 0) requestAnimationFrame(() => focusDrawn(region, selector, framesLeft - 1))
}
