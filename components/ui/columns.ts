import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs"
import { type ReactNode, use } from "react"
import { type ColumnLayoutOrDefault, ColumnLayouts } from "@/components/ui/layouts"
import type { ColumnLayout } from "@/lib/identity/views/schema"
import type { CsvValue } from "@/lib/platform/csv"

export interface Column<Row> {
  id: string
  /** Used in the header, the column picker and the CSV header. */
  label: string
  /** In the header instead of the label. */
  heading?: ReactNode
  /** The value, also used in the CSV; a column without a value is not part of the CSV. */
  value?: (row: Row) => CsvValue
  /** How the value is rendered, if not as text. */
  cell?: (row: Row) => ReactNode
  /** The value is code: a version, a path. */
  mono?: boolean
  muted?: boolean
  /** Pixels, at least; without it at least `minWidth`, and more of the room that is left than other columns. */
  width?: number
  /** The content always fits, so the column does not grow. */
  fits?: boolean
  /** Default: 160. */
  minWidth?: number
  align?: "start" | "end"
  sortable?: boolean
  hidden?: boolean
  required?: boolean
  /** Has no label on a phone, where rows are stacked: a status, a time, an environment. */
  plain?: boolean
  /** Placed before the column that links the row: a checkbox. */
  lead?: boolean
  /** Stays in sight at the end of the row while the other columns scroll: buttons. */
  sticky?: boolean
  /** An icon that is placed at the end of the row's title line on a phone. */
  trail?: boolean
}

/** The remaining declaration of a column of a known kind: at least its name. */
export type ColumnKind<Row> = Pick<Column<Row>, "id" | "label"> & Partial<Column<Row>>

const smallestWidth = 48
const largestWidth = 1200
/** The minimum width of a column that shares the remaining width and declares none. */
export const sharedWidth = 160

/** The columns up to the one that links the row always come first. */
export function isPinned<Row>(columns: readonly Column<Row>[], id: string): boolean {
  const linked = columns.findIndex(({ lead }) => !lead)
  return columns.findIndex((column) => column.id === id) <= linked
}

export function isShown<Row>({ id, required, hidden }: Column<Row>, { only, shown }: ColumnLayout): boolean {
  return required || (shown?.[id] ?? (only ? only.includes(id) : !hidden))
}

/** All columns in the order of the layout. A column missing from the layout follows its neighbor. */
export function orderColumns<Row>(columns: readonly Column<Row>[], layout: ColumnLayout): Column<Row>[] {
  const order = layout.order ?? []
  const ordered = order.flatMap((id) => columns.find((column) => column.id === id) ?? [])
  for (const [index, column] of columns.entries()) {
    if (ordered.includes(column)) continue
    const before = columns[index - 1]
    ordered.splice(before === undefined ? 0 : ordered.indexOf(before) + 1, 0, column)
  }
  const pinned = columns.filter(({ id }) => isPinned(columns, id))
  return [...pinned, ...ordered.filter((column) => !pinned.includes(column))]
}

export function arrangeColumns<Row>(columns: readonly Column<Row>[], layout: ColumnLayout): Column<Row>[] {
  return orderColumns(columns, layout)
    .filter((column) => isShown(column, layout))
    .map((column) => {
      const width = layout.widths?.[column.id]
      return width === undefined ? column : { ...column, width, fits: true }
    })
}

export function moveColumn<Row>(
  columns: readonly Column<Row>[],
  layout: ColumnLayout,
  id: string,
  target: string,
): ColumnLayout {
  const ids = orderColumns(columns, layout).map((column) => column.id)
  if (isPinned(columns, id) || isPinned(columns, target)) return layout
  const to = ids.indexOf(target)
  return { ...layout, order: ids.filter((one) => one !== id).toSpliced(to, 0, id) }
}

export function resizeColumn(layout: ColumnLayout, id: string, width: number): ColumnLayout {
  const limited = Math.round(Math.min(largestWidth, Math.max(smallestWidth, width)))
  return { ...layout, widths: { ...layout.widths, [id]: limited } }
}

/** The minimum table width in pixels at which no column is narrower than declared. */
export function tableWidth(columns: readonly { width?: number; minWidth?: number }[]): number {
  return columns.reduce((sum, { width, minWidth = sharedWidth }) => sum + (width ?? minWidth), 0)
}

/** How much of the room that is left a column takes. Only text can be longer than its column. */
function growthOf<Row>({ width, align, lead, trail, fits }: Column<Row>): number {
  if (fits || lead || trail || align === "end") return 0
  return width === undefined ? 3 : 1
}

/** The CSS widths in a container that the table fills: at least as declared. */
export function columnWidths<Row>(columns: readonly Column<Row>[]): string[] {
  const declaredGrowths = columns.map(growthOf)
  // Without a growing column, the last one takes all.
  const growths = declaredGrowths.some(Boolean)
    ? declaredGrowths
    : columns.map((_, index) => Number(index === columns.length - 1))
  const total = growths.reduce((sum, growth) => sum + growth, 0)
  const room = `max(0px, 100cqw - ${tableWidth(columns)}px)`
  return columns.map(({ width, minWidth = sharedWidth }, index) => {
    const least = `${width ?? minWidth}px`
    return growths[index] ? `calc(${least} + ${(growths[index] ?? 0) / total} * ${room})` : least
  })
}

/**
 * The user's saved layout of a table, and a setter. Without an id the columns are as declared. A link can name the
 * columns to show, in order; once the user rearranges them, the user's layout applies.
 */
export function useColumnLayout(tableId: string | undefined) {
  const { layouts, change } = use(ColumnLayouts)
  const [linked, setLinked] = useQueryState("columns", parseAsArrayOf(parseAsString))
  const remembered: ColumnLayout = (tableId !== undefined && layouts[tableId]) || {}
  const isLinked = tableId !== undefined && linked !== null
  function setLayout(next: ColumnLayoutOrDefault) {
    if (tableId === undefined) return
    change(tableId, next)
    if (isLinked) void setLinked(null)
  }
  const layout = isLinked ? { order: linked, only: linked, widths: remembered.widths } : remembered
  return [layout, setLayout] as const
}
