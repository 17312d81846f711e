"use client"

import { Rocket } from "lucide-react"
import { Button } from "@/components/ui/button"
import { buttonClass } from "@/components/ui/button-class"
import { PageLink } from "@/components/ui/page-link"
import type { Release } from "@/lib/fleet/releases/schema"
import { formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

interface ChosenBarProps {
  chosen: readonly Release[]
  /** How many of the loaded rows can be selected. */
  choosable: number
  onAll: () => void
  onNone: () => void
}

/** A longer selection would exceed URL length limits; to roll out a whole chart, no selection is needed. */
const maxChosen = 100

/** Actions for the selected rows: a rollout, when all of them have the same chart. */
export function ChosenBar({ chosen, choosable, onAll, onNone }: ChosenBarProps) {
  if (chosen.length === 0) return null
  const charts = new Set(chosen.map(({ chartName }) => chartName))
  const [chart] = charts
  return (
    <section
      aria-label="Selected releases"
      className="flex flex-wrap items-center gap-3 rounded-md border border-accent bg-accent/8 px-3 py-1.5 text-sm"
    >
      <span role="status">{formatQuantity(chosen.length, "release")} selected</span>
      {chosen.length < choosable && (
        <Button size="sm" variant="ghost" onClick={onAll}>
          Select all {choosable} shown
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={onNone}>
        Clear selection
      </Button>
      <span className="ml-auto text-muted">
        {charts.size > 1
          ? "A rollout upgrades one chart. Select releases of a single chart."
          : chosen.length > maxChosen &&
            `Select at most ${maxChosen} releases, or roll out the whole chart in waves.`}
      </span>
      {charts.size === 1 && chosen.length <= maxChosen && (
        <PageLink
          href={pages.newRollout({ chart, releases: chosen.map(({ id }) => id).join(",") })}
          className={buttonClass("primary", "sm")}
        >
          <Rocket size={13} aria-hidden="true" />
          Plan a rollout
        </PageLink>
      )}
    </section>
  )
}
