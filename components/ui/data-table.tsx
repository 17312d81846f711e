"use client"

import { useVirtualizer } from "@tanstack/react-virtual"
import clsx from "clsx"
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react"
import { type Column, type Sort, shownColumns, tableWidth } from "@/components/ui/data-table-columns"
import { DataTableRow } from "@/components/ui/data-table-row"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { HeadCell, SkeletonRows } from "@/components/ui/table"
import { usePrinting } from "@/components/ui/use-printing"
import { useRowKeys } from "@/components/ui/use-row-keys"

export interface DataTableProps<Row> {
  /** The accessible name of the table: "Deployment history". */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** The target of a row; its first column becomes the link. */
  rowHref?: (row: Row) => string
  /** A plain click or Enter opens the row in place (a drawer); the link still works for a new tab. */
  onOpenRow?: (row: Row) => void
  selectedKey?: string | null
  /** The visible column ids; default: all that are not `hidden`. */
  visible?: readonly string[] | null
  sort?: Sort | null
  onSort?: (columnId: string) => void
  /** The first page is loading. */
  loading?: boolean
  hasMore?: boolean
  loadingMore?: boolean
  onLoadMore?: () => void
  /** Shown instead of rows: an EmptyState or ErrorState. */
  children?: ReactNode
  className?: string
}

const rowHeight = 36
const headHeight = 32

/**
 * A virtualized list: only visible rows are rendered, more are loaded near the end, arrow keys move and Enter opens.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, loading = false, hasMore = false, loadingMore = false, onLoadMore } = props
  const region = useRef<HTMLElement>(null)
  const columns = shownColumns(props.columns, props.visible)
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
  const walk = useRowKeys(props.rowHref ? rows.length : 0, (index) => virtualizer.scrollToIndex(index))
  const printing = usePrinting()
  const items = printing ? everyItem(rows, props.rowKey) : virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)

  const loadMore = useEffectEvent(() => onLoadMore?.())
  const nearEnd = last !== undefined && last.index >= rows.length - 20
  useEffect(() => {
    if (nearEnd && hasMore && !loadingMore) loadMore()
  }, [nearEnd, hasMore, loadingMore])

  const instead = !loading && rows.length === 0 && props.children
  return (
    <ScrollRegion
      ref={region}
      label={props.label}
      onKeyDown={walk.onKeyDown}
      className={clsx("min-h-48 rounded-md border border-line bg-surface", props.className)}
    >
      <table
        aria-label={props.label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        aria-busy={loading || undefined}
        className="stacks w-full table-fixed border-separate border-spacing-0 text-sm"
        style={{ minWidth: tableWidth(columns) }}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={{ width: column.width ? `${column.width}px` : undefined }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell
                key={column.id}
                align={column.align}
                sorted={props.sort?.columnId === column.id ? props.sort.direction : null}
                onSort={column.sortable && props.onSort ? () => props.onSort?.(column.id) : undefined}
              >
                {column.label}
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
                tabStop={item.index === walk.active}
                onFocusRow={walk.setActive}
                measure={virtualizer.measureElement}
              />
            )
          })}
          {last && !printing && <Spacer height={virtualizer.getTotalSize() + headHeight - last.end} />}
          {loadingMore && <SkeletonRows columns={columns.length} rows={3} />}
        </tbody>
      </table>
      {instead}
    </ScrollRegion>
  )
}

function everyItem<Row>(rows: readonly Row[], rowKey: (row: Row) => string) {
  return rows.map((row, index) => ({ index, key: rowKey(row), start: 0, end: 0 }))
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return <tr style={{ height }} />
}
