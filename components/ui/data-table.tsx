import { useVirtualizer } from "@tanstack/react-virtual"
import clsx from "clsx"
import { type PointerEvent, type ReactNode, useEffect, useEffectEvent, useRef } from "react"
import {
  arrangeColumns,
  type Column,
  columnWidths,
  isPinned,
  moveColumn,
  resizeColumn,
  tableWidth,
  useColumnLayout,
} from "@/components/ui/columns"
import { DataTableRow } from "@/components/ui/data-table-rows"
import { ErrorState } from "@/components/ui/error-state"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { HeadCell, SkeletonRows, type SortDirection, Spacer } from "@/components/ui/table"
import { rowsOf, type TableQuery } from "@/components/ui/table-query"
import { usePrinting } from "@/components/ui/use-printing"
import { useRowKeys } from "@/components/ui/use-row-keys"

export interface Sort {
  columnId: string
  direction: SortDirection
}

export interface DataTableProps<Row> {
  /** The accessible name of the table: "Deployment history". */
  label: string
  /** The key of the user's column layout; without it the columns cannot be moved or resized. */
  tableId?: string
  columns: readonly Column<Row>[]
  /** The first column stays visible while the others scroll; only it opens the row. */
  pinned?: boolean
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** The target of a row; its first column becomes the link. */
  rowHref?: (row: Row) => string
  /** A plain click or Enter opens the row in place (a drawer); the link still works for a new tab. */
  onOpenRow?: (row: Row) => void
  selectedKey?: string | null
  sort?: Sort | null
  onSort?: (columnId: string) => void
  loading?: boolean
  hasMore?: boolean
  loadingMore?: boolean
  onLoadMore?: () => void
  /** Shown instead of rows: an EmptyState or ErrorState. */
  children?: ReactNode
  className?: string
}

interface QueryTableProps<Row>
  extends Omit<DataTableProps<Row>, "rows" | "loading" | "hasMore" | "loadingMore" | "onLoadMore"> {
  query: TableQuery<Row>
  /** The title if it failed: "Could not load history". */
  failure: string
}

/** A DataTable of a paged list; `children` is shown if it is empty. */
export function QueryTable<Row>({ query, failure, children, ...table }: QueryTableProps<Row>) {
  return (
    <DataTable
      {...table}
      rows={rowsOf(query)}
      loading={query.isPending}
      hasMore={query.hasNextPage}
      loadingMore={query.isFetchingNextPage}
      onLoadMore={() => void query.fetchNextPage()}
    >
      {query.isError ? <ErrorState title={failure} read={query} /> : children}
    </DataTable>
  )
}

const rowHeight = 36
const headHeight = 32
/** A table that needs more pixels on the screen does not fit on a sheet of paper. */
const maxOnPaper = 1300

/**
 * A virtualized list: only visible rows are rendered, more are loaded near the end, arrow keys move and Enter opens.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, loading = false, hasMore = false, loadingMore = false, onLoadMore } = props
  const region = useRef<HTMLElement>(null)
  const [layout, setLayout] = useColumnLayout(props.tableId)
  const columns = arrangeColumns(props.columns, layout)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => region.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    indexAttribute: "data-row",
    scrollMargin: headHeight,
    // The header covers the rows, so a row behind it is not visible.
    scrollPaddingStart: headHeight,
    initialRect: { width: 1200, height: 900 },
    getItemKey: (index) => (rows[index] === undefined ? index : props.rowKey(rows[index])),
  })
  const keys = useRowKeys(props.rowHref ? rows.length : 0, (index) => virtualizer.scrollToIndex(index))
  const printing = usePrinting()
  const items = printing
    ? rows.map((row, index) => ({ index, key: props.rowKey(row), start: 0, end: 0 }))
    : virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)

  const loadMore = useEffectEvent(() => onLoadMore?.())
  const nearEnd = last !== undefined && last.index >= rows.length - 20
  useEffect(() => {
    if (nearEnd && hasMore && !loadingMore) loadMore()
  }, [nearEnd, hasMore, loadingMore])

  const widths = columnWidths(columns)
  return (
    <ScrollRegion
      ref={region}
      label={props.label}
      onKeyDown={keys.onKeyDown}
      className={clsx("@container rounded-md border border-line bg-surface", props.className)}
      style={{ minHeight: leastHeight(rows.length) }}
    >
      <table
        aria-label={props.label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        aria-busy={loading || undefined}
        data-many={tableWidth(columns) > maxOnPaper || undefined}
        className={clsx(
          "stacks w-full table-fixed border-separate border-spacing-0 text-sm",
          props.pinned && "pins",
        )}
        style={{ minWidth: tableWidth(columns) }}
      >
        <colgroup>
          {columns.map(({ id }, index) => (
            <col key={id} style={{ width: widths[index] }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell
                key={column.id}
                align={column.align}
                title={column.heading ? undefined : column.label}
                sorted={props.sort?.columnId === column.id ? props.sort.direction : null}
                onSort={column.sortable && props.onSort ? () => props.onSort?.(column.id) : undefined}
                {...(props.tableId !== undefined &&
                  !isPinned(props.columns, column.id) && {
                    draggable: true,
                    onDragStart: (event) => event.dataTransfer.setData(dragType, column.id),
                    onDragOver: (event) =>
                      event.dataTransfer.types.includes(dragType) && event.preventDefault(),
                    onDrop: (event) => {
                      const moved = event.dataTransfer.getData(dragType)
                      setLayout(moveColumn(props.columns, layout, moved, column.id))
                    },
                  })}
                className={props.tableId && "group/head"}
                data-lead={column.lead || undefined}
                data-trail={column.trail || undefined}
                data-sticky={column.sticky || undefined}
              >
                {column.heading ?? column.label}
                {props.tableId !== undefined && (
                  <ResizeHandle onResize={(width) => setLayout(resizeColumn(layout, column.id, width))} />
                )}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {loading && <SkeletonRows columns={columns.length} />}
          {first && !printing && <Spacer height={first.start - headHeight} />}
          {items.map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            return (
              <DataTableRow
                key={item.key}
                index={item.index}
                row={row}
                columns={columns}
                href={props.rowHref?.(row)}
                onOpen={props.onOpenRow}
                selected={props.selectedKey === props.rowKey(row)}
                tabStop={item.index === keys.active}
                onFocusRow={keys.setActive}
                measure={virtualizer.measureElement}
              />
            )
          })}
          {last && !printing && <Spacer height={virtualizer.getTotalSize() + headHeight - last.end} />}
          {loadingMore && <SkeletonRows columns={columns.length} rows={3} />}
        </tbody>
      </table>
      {!loading && rows.length === 0 && props.children}
    </ScrollRegion>
  )
}

/** So much stays when the page is short of room; a few rows need less. With the borders. */
function leastHeight(rows: number): number {
  return rows === 0 ? 192 : Math.min(192, headHeight + rows * rowHeight + 2)
}

const dragType = "application/x-slipway-column"

/** Dragging it resizes its column. For the pointer only: the column picker does the same by keyboard. */
function ResizeHandle({ onResize }: { onResize: (width: number) => void }) {
  const start = useRef<{ x: number; width: number }>(null)
  function startResize(event: PointerEvent<HTMLSpanElement>) {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width: event.currentTarget.parentElement?.offsetWidth ?? 0 }
  }
  return (
    <span
      aria-hidden="true"
      data-resize-handle
      draggable
      onDragStart={(event) => {
        event.preventDefault()
        event.stopPropagation()
      }}
      onPointerDown={startResize}
      onPointerMove={(event) => {
        if (start.current) onResize(start.current.width + event.clientX - start.current.x)
      }}
      onPointerUp={() => {
        start.current = null
      }}
      className="absolute inset-y-1 right-0 w-2 cursor-col-resize touch-none border-r-2 border-transparent group-hover/head:border-line hover:border-accent!"
    />
  )
}
