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
  /** How many of the rows that are read could be chosen. */
  choosable: number
  onAll: () => void
  onNone: () => void
}

/** More would make an address that servers refuse; a whole chart is rolled out without choosing. */
const maxChosen = 100

/** What can be done with the chosen rows: a rollout, when they are of one chart. */
export function ChosenBar({ chosen, choosable, onAll, onNone }: ChosenBarProps) {
  if (chosen.length === 0) return null
  const charts = new Set(chosen.map(({ chartName }) => chartName))
  const [chart] = charts
  return (
    <section
      aria-label="Chosen releases"
      className="flex flex-wrap items-center gap-3 rounded-md border border-accent bg-accent/8 px-3 py-1.5 text-sm"
    >
      <span role="status">{formatQuantity(chosen.length, "release")} chosen</span>
      {chosen.length < choosable && (
        <Button size="sm" variant="ghost" onClick={onAll}>
          Choose all {choosable} shown
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={onNone}>
        Choose none
      </Button>
      <span className="ml-auto text-muted">
        {charts.size > 1
          ? "A rollout is of one chart: choose releases of one."
          : chosen.length > maxChosen &&
            `At most ${maxChosen} by hand; narrow the table, or roll out the chart in waves.`}
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
