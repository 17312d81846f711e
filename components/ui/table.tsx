import clsx from "clsx"
import { ArrowDown, ArrowUp } from "lucide-react"
import type { ComponentProps, ReactNode } from "react"
import type { Column } from "@/components/ui/columns"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { Skeleton } from "@/components/ui/skeleton"
import { formatCount } from "@/lib/platform/format"

interface TableProps extends ComponentProps<"table"> {
  /** The accessible name of the table and its scroll region. */
  label: string
  regionClassName?: string
}

/** A plain semantic table for lists that fit on a page; rows are stacked on a phone. For long lists use DataTable. */
export function Table({ label, regionClassName, className, ...rest }: TableProps) {
  return (
    <ScrollRegion label={label} className={regionClassName}>
      <table
        aria-label={label}
        {...rest}
        className={clsx("stacks w-full border-separate border-spacing-0 text-sm", className)}
      />
    </ScrollRegion>
  )
}

export type SortDirection = "ascending" | "descending"

interface HeadCellProps extends Omit<ComponentProps<"th">, "align"> {
  align?: "start" | "end"
  /** The sort direction, null if the column is sortable but not sorted, undefined if it is not sortable. */
  sorted?: SortDirection | null
  onSort?: () => void
}

export function HeadCell({ align = "start", sorted, onSort, className, children, ...rest }: HeadCellProps) {
  return (
    <th
      scope="col"
      aria-sort={sorted ?? undefined}
      {...rest}
      className={clsx(
        "sticky top-0 z-10 h-8 truncate border-b border-line bg-surface text-xs font-medium text-muted",
        align === "end" ? "pr-3 pl-1 text-right" : "pr-1 pl-3 text-left",
        className,
      )}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className="inline-flex items-center gap-1 rounded-sm hover:text-text"
        >
          {/* At the inner side, so that the label is aligned with the cells. */}
          {align === "end" && <SortMark sorted={sorted ?? null} />}
          {children}
          {align === "start" && <SortMark sorted={sorted ?? null} />}
        </button>
      ) : (
        children
      )}
    </th>
  )
}

function SortMark({ sorted }: { sorted: SortDirection | null }) {
  if (sorted === "ascending") return <ArrowUp size={12} />
  return <ArrowDown size={12} className={sorted ? undefined : "opacity-0"} />
}

const rowClass = "relative h-9 hover:bg-raised/60 aria-selected:bg-accent/8 data-selected:bg-accent/8"

export function Row({ selected, className, ...rest }: ComponentProps<"tr"> & { selected?: boolean }) {
  return <tr data-selected={selected || undefined} {...rest} className={clsx(rowClass, className)} />
}

interface CellProps extends Omit<ComponentProps<"td">, "align"> {
  align?: "start" | "end"
  /** The cell that names the row: on a phone it has a separate line. */
  name?: boolean
  /**
   * The label before the content on a phone, where there is no header; not needed if the content is self-explanatory.
   */
  label?: string
}

export function Cell({ align = "start", name, label, className, ...rest }: CellProps) {
  return (
    <td
      {...rest}
      data-name={name || undefined}
      data-label={label}
      className={clsx(
        "h-9 max-w-0 truncate border-b border-line px-3 whitespace-nowrap",
        align === "end" ? "text-right" : "text-left",
        // Buttons are at the end of the row, even on a phone.
        align === "end" && label === undefined && "max-sm:ml-auto",
        className,
      )}
    />
  )
}

/** The full text of a cell that may be too narrow for it. */
export function titleOf<Item>({ cell, value }: Column<Item>, row: Item): string | undefined {
  const content = cell ? null : value?.(row)
  return typeof content === "string" && content !== "" ? content : undefined
}

export function contentOf<Item>({ cell, value, mono, muted }: Column<Item>, row: Item): ReactNode {
  if (cell) return cell(row)
  const content = value?.(row)
  const text = typeof content === "number" ? formatCount(content) : content
  if (!mono && !muted) return text
  return <span className={clsx(mono && "font-mono text-xs", muted && "text-muted")}>{text}</span>
}

export function SkeletonRows({ columns, rows = 12 }: { columns: number; rows?: number }) {
  return Array.from({ length: rows }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the rows are identical and never move
    <tr key={row} className="h-9">
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <td key={column} data-waiting className="h-9 border-b border-line px-3">
          <Skeleton className={clsx("h-3", widths[(row * 3 + column) % widths.length])} />
        </td>
      ))}
    </tr>
  ))
}

const widths = ["w-3/5", "w-2/5", "w-4/5", "w-1/2"]

export function NoteRow({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr>
      <td colSpan={columns}>{children}</td>
    </tr>
  )
}

/** The height of the rows that are not rendered, in pixels. */
export function Spacer({ height }: { height: number }) {
  return height > 0 ? <tr style={{ height }} /> : null
}
