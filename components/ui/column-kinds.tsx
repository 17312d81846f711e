import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { Column, ColumnKind } from "@/components/ui/columns"
import { StatusLabel, type StatusStyle } from "@/components/ui/status"
import { Time } from "@/components/ui/time"

/** The width of a column of times: `24 Dec 2025, 13:00`. */
const timeWidth = 150

/** A time; `none` is shown if there is none. */
export function timeColumn<Row>(
  at: (row: Row) => string | null | undefined,
  { none, ...column }: ColumnKind<Row> & { none?: string },
): Column<Row> {
  return {
    width: timeWidth,
    fits: true,
    value: (row) => at(row) ?? null,
    cell: (row) => {
      const time = at(row)
      return time ? <Time at={time} /> : none && <span className="text-muted">{none}</span>
    },
    ...column,
  }
}

export function statusColumn<Row, Status extends string>(
  status: (row: Row) => Status,
  styles: Record<Status, StatusStyle>,
  column: ColumnKind<Row>,
): Column<Row> {
  return { value: status, cell: (row) => <StatusLabel style={styles[status(row)]} />, fits: true, ...column }
}

/** A status of an account or the like, as a badge with an icon. */
export interface BadgeStyle {
  word: string
  tone: Tone
  icon?: ReactNode
}

export function badgeColumn<Row, Status extends string>(
  status: (row: Row) => Status,
  styles: Record<Status, BadgeStyle>,
  column: ColumnKind<Row>,
): Column<Row> {
  return {
    plain: true,
    fits: true,
    value: status,
    cell: (row) => {
      const { word, ...badge } = styles[status(row)]
      return <Badge {...badge}>{word}</Badge>
    },
    ...column,
  }
}

/** The buttons of a row. `label` is only for screen readers. */
export function actionsColumn<Row>(
  width: number,
  buttons: (row: Row) => ReactNode,
  label = "Actions",
): Column<Row> {
  return {
    id: "actions",
    label,
    heading: <span className="sr-only">{label}</span>,
    width,
    plain: true,
    align: "end",
    sticky: true,
    // Above the link that covers the row.
    cell: (row) => (
      <span className="relative z-1 inline-flex max-w-full items-center gap-1">{buttons(row)}</span>
    ),
  }
}
