"use client"

import { useState } from "react"
import { EnvironmentCard } from "@/components/console/overview/environment-card"
import { foldRungs } from "@/components/console/overview/fold-rungs"
import { Button } from "@/components/ui/button"
import type { Overview, Rung } from "@/lib/console/overview/schema"
import { formatQuantity } from "@/lib/platform/format"

/**
 * One card per environment, in promotion order; with many stages the busiest come first and the rest can be expanded.
 */
export function EnvironmentCards({ overview, at }: { overview: Overview; at: string | null }) {
  const [all, setAll] = useState(false)
  const { environments, application } = overview
  const { shown, folded } = foldRungs(environments)
  const cards = all ? environments : shown
  return (
    <section aria-label="Environments" className="flex flex-col gap-2">
      <ul className="grid grid-cols-[repeat(auto-fit,minmax(min(15rem,100%),1fr))] gap-3">
        {cards.map((rung) => (
          <EnvironmentCard
            key={rung.environment}
            rung={rung}
            below={stageBelow(rung, environments)}
            application={application}
            at={at}
          />
        ))}
      </ul>
      {folded > 0 && (
        <Button
          size="sm"
          variant="ghost"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="self-start"
        >
          {all ? "Show fewer" : `Show ${formatQuantity(folded, "more environment")}`}
        </Button>
      )}
    </section>
  )
}

/** The environments of the next lower rank in which something runs; empty: in none. null: there is no lower rank. */
function stageBelow({ rank }: Rung, environments: readonly Rung[]): string | null {
  if (rank === null) return null
  const lower = environments.flatMap((one) =>
    one.rank !== null && one.rank < rank ? [{ ...one, rank: one.rank }] : [],
  )
  if (lower.length === 0) return null
  const running = lower.filter(({ current }) => current !== null)
  const nearest = Math.max(...running.map((one) => one.rank))
  return running
    .filter((one) => one.rank === nearest)
    .map(({ environment }) => environment)
    .join(" / ")
}
