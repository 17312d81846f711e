import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs"
import { type ReactNode, useSyncExternalStore } from "react"
import type { CsvValue } from "@/lib/platform/csv"

export interface Column<Row> {
  id: string
  /** Used in the header, the column picker and the CSV header. */
  label: string
  /** What it says, which is also its value in the CSV; a column without one is not part of the CSV. */
  value?: (row: Row) => CsvValue
  /** How it is shown, if not as its value. */
  cell?: (row: Row) => ReactNode
  /** The value is code: a version, a path. */
  mono?: boolean
  /** Pixels; without it the column shares the remaining width (at least 160). */
  width?: number
  align?: "start" | "end"
  sortable?: boolean
  /** Hidden by default. */
  hidden?: boolean
  /** Cannot be hidden. */
  required?: boolean
  /** Needs no label on a phone, where rows are stacked: a status, a time, an environment. */
  plain?: boolean
  /** Placed before the column that links the row: a checkbox. */
  lead?: boolean
}

/** What a column of a known kind still declares: at least its name. */
export type ColumnKind<Row> = Pick<Column<Row>, "id" | "label"> & Partial<Column<Row>>

/** How a person arranged a table. Whatever it does not mention is as the columns declare it. */
interface ColumnLayout {
  /** Column ids from left to right. */
  order?: readonly string[]
  /** The ids of the columns to show, unless `shown` says otherwise; without it, those that are not declared as hidden. */
  only?: readonly string[]
  /** Whether a column is shown, by id. */
  shown?: Readonly<Record<string, boolean>>
  /** Pixels, by id. */
  widths?: Readonly<Record<string, number>>
}

const minWidth = 48
const maxWidth = 1200
/** The least width of a column that shares the remaining width. */
export const sharedWidth = 160

/** The columns up to the one that links the row keep their place at the start. */
export function isPinned<Row>(columns: readonly Column<Row>[], id: string): boolean {
  const linked = columns.findIndex(({ lead }) => !lead)
  return columns.findIndex((column) => column.id === id) <= linked
}

export function isShown<Row>({ id, required, hidden }: Column<Row>, { only, shown }: ColumnLayout): boolean {
  return required || (shown?.[id] ?? (only ? only.includes(id) : !hidden))
}

/** All columns in the order of the layout. One that it does not know follows its neighbor. */
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

/** The columns to show, in order and with their widths. */
export function arrangeColumns<Row>(columns: readonly Column<Row>[], layout: ColumnLayout): Column<Row>[] {
  return orderColumns(columns, layout)
    .filter((column) => isShown(column, layout))
    .map((column) => ({ ...column, width: layout.widths?.[column.id] ?? column.width }))
}

/** The layout with a column moved to the place of another one. */
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
  const limited = Math.round(Math.min(maxWidth, Math.max(minWidth, width)))
  return { ...layout, widths: { ...layout.widths, [id]: limited } }
}

/** The minimum width in pixels that squeezes no column. */
export function tableWidth(columns: readonly { width?: number }[]): number {
  return columns.reduce((sum, column) => sum + (column.width ?? sharedWidth), 0)
}

const declared: ColumnLayout = {}
const layouts = new Map<string, ColumnLayout>()
const listeners = new Set<() => void>()

/**
 * The layout of a table, remembered in this browser, and a setter. Without an id the columns are as declared. A link can
 * name the columns to show, in their order; once arranged, they are the ones of this browser.
 */
export function useColumnLayout(tableId: string | undefined) {
  const remembered = useSyncExternalStore(
    subscribe,
    () => (tableId === undefined ? declared : readLayout(tableId)),
    () => declared,
  )
  const [linked, setLinked] = useQueryState("columns", parseAsArrayOf(parseAsString))
  const isLinked = tableId !== undefined && linked !== null
  function setLayout(next: ColumnLayout | null) {
    if (tableId === undefined) return
    saveLayout(tableId, next)
    if (isLinked) void setLinked(null)
  }
  const layout = isLinked ? { order: linked, only: linked, widths: remembered.widths } : remembered
  return [layout, setLayout] as const
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const storageKey = (tableId: string) => `slipway-columns-${tableId}`

function readLayout(tableId: string): ColumnLayout {
  const known = layouts.get(tableId)
  if (known) return known
  const layout = parseLayout(storedLayout(tableId))
  layouts.set(tableId, layout)
  return layout
}

/** Null restores what the columns declare. */
export function saveLayout(tableId: string, layout: ColumnLayout | null): void {
  layouts.set(tableId, layout ?? declared)
  try {
    if (layout) localStorage.setItem(storageKey(tableId), JSON.stringify(layout))
    else localStorage.removeItem(storageKey(tableId))
  } catch {
    // Without storage the layout lasts until the page is closed.
  }
  for (const listener of listeners) listener()
}

function storedLayout(tableId: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(storageKey(tableId)) ?? "{}")
  } catch {
    return {}
  }
}

/** Drops whatever does not fit, because the storage may contain foreign values. */
function parseLayout(stored: unknown): ColumnLayout {
  if (typeof stored !== "object" || stored === null) return declared
  const { order, only, shown, widths }: Record<string, unknown> = { ...stored }
  return {
    ...(Array.isArray(order) && { order: order.filter((id) => typeof id === "string") }),
    ...(Array.isArray(only) && { only: only.filter((id) => typeof id === "string") }),
    shown: entriesOf(shown, (value) => typeof value === "boolean"),
    widths: entriesOf(widths, (value) => typeof value === "number"),
  }
}

function entriesOf<T>(stored: unknown, fits: (value: unknown) => value is T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(Object(stored)).flatMap(([id, value]) => (fits(value) ? [[id, value]] : [])),
  )
}
