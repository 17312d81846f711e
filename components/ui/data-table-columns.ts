import type { ReactNode } from "react"
import type { SortDirection } from "@/components/ui/table"
import { type CsvValue, csvDocument } from "@/lib/platform/csv"

export interface Column<Row> {
  id: string
  /** Used in the header, the column picker and the CSV header. */
  label: string
  cell: (row: Row) => ReactNode
  /** The CSV value; without it the column is omitted from the CSV. */
  csv?: (row: Row) => CsvValue
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

export interface Sort {
  columnId: string
  direction: SortDirection
}

const sharedWidth = 160

/** The columns to show, in their own order regardless of the order of selection. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  visible?: readonly string[] | null,
): readonly Column<Row>[] {
  if (!visible) return columns.filter((column) => !column.hidden)
  return columns.filter((column) => column.required || visible.includes(column.id))
}

/** The minimum width in pixels that squeezes no column. */
export function tableWidth(columns: readonly { width?: number }[]): number {
  return columns.reduce((sum, column) => sum + (column.width ?? sharedWidth), 0)
}

/** The visible columns as CSV. */
export function columnCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const written = columns.flatMap((column) => (column.csv ? [{ label: column.label, csv: column.csv }] : []))
  return csvDocument(
    written.map((column) => column.label),
    rows.map((row) => written.map((column) => column.csv(row))),
  )
}
