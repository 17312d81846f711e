"use client"

import clsx from "clsx"
import { conditionStyles } from "@/components/ledger/lanes/condition-styles"
import { toneText } from "@/components/ui/badge"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { type LaneCondition, type LaneCounts, laneConditions } from "@/lib/ledger/lanes/conditions"
import { formatCount } from "@/lib/platform/format"

interface ConditionFilterProps {
  value: LaneCondition
  onValueChange: (condition: LaneCondition) => void
  /** Null: not known yet. */
  counts: LaneCounts | null
}

/** What is listed, with the number of rows of each choice; those without rows are left out. */
export function ConditionFilter({ value, onValueChange, counts }: ConditionFilterProps) {
  const shown = laneConditions.filter(
    (condition) => condition === value || condition === "running" || (counts?.[condition] ?? 0) > 0,
  )
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">State</legend>
      {shown.toReversed().map((condition) => {
        const { word, shape, tone } = conditionStyles[condition]
        return (
          <label
            key={condition}
            className={clsx(
              "inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-md border border-line bg-surface px-2.5 text-xs pointer-coarse:h-10",
              "hover:border-line-strong has-checked:border-accent has-checked:bg-accent/8",
              "has-focus-visible:outline-2 has-focus-visible:outline-accent",
            )}
          >
            <input
              type="radio"
              name="condition"
              checked={condition === value}
              onChange={() => onValueChange(condition)}
              className="sr-only"
            />
            <StatusGlyph shape={shape} size={12} className={toneText[tone]} />
            <span className="font-medium tabular-nums">{counts ? formatCount(counts[condition]) : "…"}</span>
            <span className="text-muted">{word}</span>
          </label>
        )
      })}
    </fieldset>
  )
}
