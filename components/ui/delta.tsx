import clsx from "clsx"
import { type Change, changeOf, type Measure } from "@/components/ui/change"

export interface DeltaProps {
  value: number | null
  previous: number | null
  /** Which direction is better; without it the change has no color. */
  better?: "up" | "down"
  /** A share changes in percentage points, anything else in percent. */
  measure?: Measure
}

const arrows: Record<Change["direction"], string> = { up: "↑", down: "↓", same: "=" }
const spoken: Record<Change["direction"], string> = { up: "up by", down: "down by", same: "" }

/** The change from the previous period: an arrow, the size, and text for screen readers. */
export function Delta({ value, previous, better, measure = "number" }: DeltaProps) {
  if (value === null || previous === null) {
    return <span className="text-xs text-muted">no comparison</span>
  }
  const { direction, size, earlier, comparable } = changeOf(value, previous, measure)
  const coloured = better !== undefined && direction !== "same" && comparable
  const colour = better === direction ? "text-deployed" : "text-failed"
  return (
    <span
      className={clsx("text-xs whitespace-nowrap tabular-nums", coloured ? colour : "text-muted")}
      title={earlier}
    >
      <span aria-hidden="true">{arrows[direction]}</span>
      <span className="sr-only">{spoken[direction]}</span> {size}
    </span>
  )
}
