import type { Column, ColumnKind } from "@/components/ui/columns"
import { Time } from "@/components/ui/time"

/** The width of a column of times: `24 Dec 2025, 13:00`. */
const timeWidth = 150

/** When something happened; `none` is shown if it did not. */
export function timeColumn<Row>(
  at: (row: Row) => string | null | undefined,
  { none, ...column }: ColumnKind<Row> & { none?: string },
): Column<Row> {
  return {
    width: timeWidth,
    value: (row) => at(row) ?? null,
    cell: (row) => {
      const time = at(row)
      return time ? <Time at={time} /> : none && <span className="text-muted">{none}</span>
    },
    ...column,
  }
}
