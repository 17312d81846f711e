"use client"

import clsx from "clsx"
import type { BoardFilter } from "@/components/fleet/rollouts/board/board-rows"
import { releaseStates, releaseStatusStyles } from "@/components/fleet/rollouts/rollout-style"
import { toneText } from "@/components/ui/badge"
import { FilterField } from "@/components/ui/filter-field"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { RolloutDetail } from "@/lib/fleet/rollouts/schema"
import { formatCount } from "@/lib/platform/format"

interface BoardFiltersProps {
  counts: RolloutDetail["counts"]
  filter: BoardFilter
  onFilter: (change: Partial<BoardFilter>) => void
}

/** The number of releases in each state; selecting one filters the board. */
export function BoardFilters({ counts, filter, onFilter }: BoardFiltersProps) {
  const { show } = filter
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <ul aria-label="Releases by state" className="flex flex-wrap gap-2">
        {releaseStates
          .filter((state) => counts[state] > 0 || state === show)
          .map((state) => {
            const look = releaseStatusStyles[state]
            return (
              <li key={state}>
                <button
                  type="button"
                  aria-pressed={state === show}
                  onClick={() => onFilter({ show: state === show ? null : state })}
                  className={clsx(
                    "flex h-8 items-center gap-2 rounded-md border px-2.5 text-sm hover:border-line-strong pointer-coarse:h-10",
                    state === show ? "border-accent bg-accent/8" : "border-line bg-surface",
                  )}
                >
                  <StatusGlyph shape={look.shape} size={12} className={toneText[look.tone]} />
                  {look.word}
                  <span className="font-medium">{formatCount(counts[state])}</span>
                </button>
              </li>
            )
          })}
      </ul>
      <FilterField
        label="Tenant or release…"
        value={filter.q}
        onValueChange={(q) => onFilter({ q })}
        className="lg:ml-auto"
      />
    </search>
  )
}
