import type { ComponentProps, ReactNode } from "react"
import { ErrorState, type FailedRead } from "@/components/ui/error-state"
import { HeadCell, NoteRow, SkeletonRows, Table } from "@/components/ui/table"

export interface ListHead {
  label: string
  /** The class of the width. */
  width?: string
  align?: "start" | "end"
  /** Only for screen readers: the column of the buttons. */
  hidden?: boolean
}

interface ListTableProps<Row> extends Pick<ComponentProps<typeof Table>, "label" | "className"> {
  heads: readonly ListHead[]
  /** Undefined while they are loading. */
  rows: readonly Row[] | undefined
  /** The read of the rows, and the title if it failed: "Could not load clusters". */
  read?: FailedRead
  failure?: string
  /** Shown if there are no rows. */
  empty?: ReactNode
  /** The number of rows to expect. */
  expected?: number
  /** Inside of a card, which has a border of its own. */
  flush?: boolean
  children: (row: Row, index: number) => ReactNode
}

/** A list that fits on a page, with its rows or that they are loading, failed or none. */
export function ListTable<Row>(props: ListTableProps<Row>) {
  const { heads, rows, read, failure = "", expected = 3, flush } = props
  const isFailed = rows === undefined && Boolean(read?.error)
  const note = isFailed && read ? <ErrorState title={failure} read={read} /> : props.empty
  return (
    <Table
      label={props.label}
      regionClassName={flush ? undefined : "rounded-md border border-line bg-surface"}
      className={props.className}
    >
      <thead>
        <tr>
          {heads.map(({ label, align, width, hidden }) => (
            <HeadCell key={label} align={align} className={width}>
              {hidden ? <span className="sr-only">{label}</span> : label}
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows === undefined && !isFailed && <SkeletonRows columns={heads.length} rows={expected} />}
        {(rows?.length === 0 || isFailed) && <NoteRow columns={heads.length}>{note}</NoteRow>}
        {rows?.map(props.children)}
      </tbody>
    </Table>
  )
}
