import { type ComponentProps, Fragment, type ReactNode } from "react"
import type { Column } from "@/components/ui/columns"
import { ErrorState, type Read } from "@/components/ui/error-state"
import { Cell, contentOf, HeadCell, NoteRow, Row, SkeletonRows, Table, titleOf } from "@/components/ui/table"

export interface ListColumn<Item>
  extends Pick<
    Column<Item>,
    "id" | "label" | "heading" | "value" | "cell" | "mono" | "muted" | "width" | "align" | "plain" | "sticky"
  > {
  name?: boolean
}

interface ListTableProps<Item>
  extends Pick<ComponentProps<typeof Table>, "label" | "className" | "regionClassName"> {
  columns: readonly ListColumn<Item>[]
  /** The read of the rows, or the rows themselves. */
  read?: Read<readonly Item[]>
  rows?: readonly Item[]
  rowKey: (row: Item) => string
  isSelected?: (row: Item) => boolean
  /** The item is archived or otherwise inactive. */
  isDimmed?: (row: Item) => boolean
  /** Further table rows below the one of an item. */
  below?: (row: Item) => ReactNode
  empty?: ReactNode
  expected?: number
}

export function ListTable<Item>(props: ListTableProps<Item>) {
  const { label, columns, read, rows = read?.data, expected = 3 } = props
  const isFailed = rows === undefined && Boolean(read?.error)
  const failure = `Could not load ${label.toLowerCase()}`
  const note = isFailed && read ? <ErrorState title={failure} read={read} /> : props.empty
  return (
    <Table
      label={label}
      regionClassName={props.regionClassName ?? "rounded-md border border-line bg-surface"}
      className={props.className}
    >
      <thead>
        <tr>
          {columns.map(({ id, label, heading, align, width, sticky }) => (
            <HeadCell key={id} align={align} style={{ width }} data-sticky={sticky || undefined}>
              {heading ?? label}
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows === undefined && !isFailed && <SkeletonRows columns={columns.length} rows={expected} />}
        {(rows?.length === 0 || isFailed) && <NoteRow columns={columns.length}>{note}</NoteRow>}
        {rows?.map((row) => (
          <Fragment key={props.rowKey(row)}>
            <Row
              selected={props.isSelected?.(row)}
              className={props.isDimmed?.(row) ? "text-muted" : undefined}
            >
              {columns.map((column) => (
                <Cell
                  key={column.id}
                  align={column.align}
                  data-sticky={column.sticky || undefined}
                  name={column.name}
                  label={column.name || column.plain ? undefined : column.label}
                  title={titleOf(column, row)}
                  className={column.name ? "font-medium" : undefined}
                >
                  {contentOf(column, row)}
                </Cell>
              ))}
            </Row>
            {props.below?.(row)}
          </Fragment>
        ))}
      </tbody>
    </Table>
  )
}
