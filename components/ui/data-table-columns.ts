import type { ReactNode } from "react"
import type { SortDirection } from "@/components/ui/table"
import { type CsvValue, csvDocument } from "@/lib/platform/csv"

export interface Column<Row> {
  id: string
  /** The head, the column choice and the head line of the CSV. */
  label: string
  cell: (row: Row) => ReactNode
  /** What the CSV holds; without it the column is left out there. */
  csv?: (row: Row) => CsvValue
  /** Pixels; without it the column shares what is left (at least 160). */
  width?: number
  align?: "start" | "end"
  sortable?: boolean
  /** Not shown until chosen. */
  hidden?: boolean
  /** Cannot be hidden. */
  required?: boolean
  /** Needs no label on a phone, where the rows are stacked: a status, a time, an environment. */
  plain?: boolean
  /** Stands before the column that is the row's link: a checkbox. */
  lead?: boolean
}

export interface Sort {
  columnId: string
  direction: SortDirection
}

const sharedWidth = 160

/** The columns to draw, in their own order whatever the order of the choice. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  visible?: readonly string[] | null,
): readonly Column<Row>[] {
  if (!visible) return columns.filter((column) => !column.hidden)
  return columns.filter((column) => column.required || visible.includes(column.id))
}

/** The least width in pixels at which no column is squeezed. */
export function tableWidth(columns: readonly { width?: number }[]): number {
  return columns.reduce((sum, column) => sum + (column.width ?? sharedWidth), 0)
}

/** What is shown, as CSV. */
export function columnCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const written = columns.flatMap((column) => (column.csv ? [{ label: column.label, csv: column.csv }] : []))
  return csvDocument(
    written.map((column) => column.label),
    rows.map((row) => written.map((column) => column.csv(row))),
  )
}
