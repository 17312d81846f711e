import clsx from "clsx"
import { formatDuration, formatNumber, formatShare } from "@/lib/platform/format"

interface DeltaProps {
  value: number | null
  previous: number | null
  /** Which direction is better; without it the change has no color. */
  better?: "up" | "down"
  /** A share changes in percentage points, anything else in percent. */
  measure?: Measure
  /** Omits the earlier value, and any text if nothing changed. */
  isShort?: boolean
  /** The word before the earlier value; `against` for a value that is not earlier. */
  word?: "from" | "against"
}

export const arrows: Record<Change["direction"], string> = { up: "↑", down: "↓", same: "=" }
const spokenDirection: Record<Change["direction"], string> = { up: "up by", down: "down by", same: "" }

/** The change from the previous period: an arrow, the size, and text for screen readers. */
export function Delta({ value, previous, better, measure = "number", isShort, word }: DeltaProps) {
  if (value === null || previous === null) {
    return <span className="text-xs text-muted">no comparison</span>
  }
  const { direction, size, brief, earlier, comparable } = changeOf(value, previous, measure, word)
  const isColored = better !== undefined && direction !== "same" && comparable
  const color = better === direction ? "text-deployed" : "text-failed"
  return (
    <span
      className={clsx("text-xs whitespace-nowrap tabular-nums", isColored ? color : "text-muted")}
      title={earlier}
    >
      <span aria-hidden="true">{arrows[direction]}</span>
      <span className="sr-only">{isShort && direction === "same" ? size : spokenDirection[direction]}</span>{" "}
      {isShort ? brief : size}
    </span>
  )
}

export type Measure = "share" | "number" | "seconds" | "count"

const formats: Record<Measure, (value: number) => string> = {
  share: formatShare,
  number: (value) => formatNumber(value, 2),
  seconds: formatDuration,
  count: formatNumber,
}

export type Change = {
  direction: "up" | "down" | "same"
  /** `1.5 pp from 0.1%`, `24% from 3.2`, `unchanged`. */
  size: string
  /** `size` without the earlier value. */
  brief: string
  earlier: string
  /** false: there was no previous value for a proportion. */
  comparable: boolean
}

/** How a number changed. A change that rounds to 0 counts as unchanged. */
export function changeOf(value: number, previous: number, measure: Measure, word = "from"): Change {
  const difference = value - previous
  const before = formats[measure](previous)
  const earlier = word === "from" ? `Before: ${before}` : `Compared: ${before}`
  const from = measure === "count" ? "" : ` ${word} ${before}`
  const direction = difference > 0 ? "up" : "down"
  if (measure === "share") {
    const points = Math.round(Math.abs(difference) * 1000) / 10
    if (points === 0) return unchanged(earlier)
    const brief = `${formatNumber(points)} pp`
    return { direction, size: brief + from, brief, earlier, comparable: true }
  }
  if (difference === 0) return unchanged(earlier)
  if (previous === 0) {
    return { direction, size: `${word} 0`, brief: `${word} 0`, earlier, comparable: false }
  }
  const ratio = Math.abs(difference / previous)
  const percent = Math.round(ratio * 100)
  if (percent === 0) return unchanged(earlier)
  const brief = ratio < 10 ? `${percent}%` : `×${formatNumber(value / previous, 0)}`
  return { direction, size: brief + from, brief, earlier, comparable: true }
}

function unchanged(earlier: string): Change {
  return { direction: "same", size: "unchanged", brief: "", earlier, comparable: true }
}
