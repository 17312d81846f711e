import { Badge, type Tone } from "@/components/ui/badge"
import type { Column, ColumnKind } from "@/components/ui/columns"

/** A status of an account or the like, as a badge with an icon. */
export interface BadgeStyle {
  word: string
  tone: Tone
  icon?: React.ReactNode
}

export function badgeColumn<Row, Status extends string>(
  status: (row: Row) => Status,
  styles: Record<Status, BadgeStyle>,
  column: ColumnKind<Row>,
): Column<Row> {
  return {
    plain: true,
    value: status,
    cell: (row) => {
      const { word, ...badge } = styles[status(row)]
      return <Badge {...badge}>{word}</Badge>
    },
    ...column,
  }
}
