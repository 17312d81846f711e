import type { Column, ColumnKind } from "@/components/ui/columns"
import { StatusLabel, type StatusStyle } from "@/components/ui/status"

/** A status by its style. */
export function statusColumn<Row, Status extends string>(
  status: (row: Row) => Status,
  styles: Record<Status, StatusStyle>,
  column: ColumnKind<Row>,
): Column<Row> {
  return { value: status, cell: (row) => <StatusLabel style={styles[status(row)]} />, ...column }
}
