import clsx from "clsx"
import type { MouseEvent } from "react"
import type { Column } from "@/components/ui/columns"
import { isPlainClick, PageLink } from "@/components/ui/page-link"
import { Cell, contentOf, Row as TableRow, titleOf } from "@/components/ui/table"

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
    if (!onOpen || !isPlainClick(event)) return
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
          data-trail={column.trail || undefined}
          data-sticky={column.sticky || undefined}
          label={
            position === linked || column.lead || column.trail || column.plain ? undefined : column.label
          }
          title={titleOf(column, row)}
          // Truncates a name in Arabic or Hebrew at its end.
          dir={column.cell ? undefined : "auto"}
          className={clsx("max-w-none", position > linked && column.align !== "end" && "pr-4")}
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
