import clsx from "clsx"

export interface DeltaProps {
  value: number | null
  previous: number | null
  /** Which direction is good; without it the change has no colour. */
  better?: "up" | "down"
  /** Says the size of the change: gets the absolute difference. Default: per cent of the previous value. */
  format?: (difference: number) => string
}

/** The change against the window before: an arrow, the size, and words for screen readers. */
export function Delta({ value, previous, better, format }: DeltaProps) {
  if (value === null || previous === null) {
    return <span className="text-xs text-muted">no comparison</span>
  }
  const difference = value - previous
  if (difference === 0) return <span className="text-xs text-muted">= unchanged</span>
  if (!format && previous === 0) return <span className="text-xs text-muted">↑ from 0</span>
  const up = difference > 0
  const good = better === undefined ? null : (better === "up") === up
  const size = format
    ? format(Math.abs(difference))
    : `${Math.round(Math.abs(difference / previous) * 100)} %`
  return (
    <span
      className={clsx(
        "text-xs whitespace-nowrap tabular-nums",
        good === null ? "text-muted" : good ? "text-deployed" : "text-failed",
      )}
    >
      <span aria-hidden="true">{up ? "↑" : "↓"}</span>
      <span className="sr-only">{up ? "up by" : "down by"}</span> {size}
    </span>
  )
}
