import type { Column, ColumnKind } from "@/components/ui/columns"
import { NameText } from "@/components/ui/version-text"

/** A column of names, such as those of applications. */
export function nameColumn<Row>(name: (row: Row) => string, column: ColumnKind<Row>): Column<Row> {
  return { value: name, cell: (row) => <NameText value={name(row)} />, ...column }
}
