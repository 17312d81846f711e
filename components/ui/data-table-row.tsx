"use client"

import clsx from "clsx"
import type { MouseEvent } from "react"
import type { Column } from "@/components/ui/data-table-columns"
import { PageLink } from "@/components/ui/page-link"
import { Cell, Row as TableRow } from "@/components/ui/table"

export interface DataTableRowProps<Row> {
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

export function DataTableRow<Row>({
  index,
  row,
  columns,
  href,
  onOpen,
  selected,
  tabStop,
  onFocusRow,
  measure,
}: DataTableRowProps<Row>) {
  function openHere(event: MouseEvent) {
    if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onOpen(row)
  }

  const linked = columns.findIndex(({ lead }) => !lead)
  return (
    <TableRow ref={measure} aria-rowindex={index + 2} data-row={index} selected={selected}>
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
              tabIndex={tabStop ? 0 : -1}
              aria-current={selected || undefined}
              onFocus={() => onFocusRow(index)}
              onClick={openHere}
              className="row-link"
            >
              {column.cell(row)}
            </PageLink>
          ) : (
            column.cell(row)
          )}
        </Cell>
      ))}
    </TableRow>
  )
}
