"use client"

import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import type { Mark } from "@/components/ledger/timeline/mark"
import { type StageStore, useStage } from "@/components/ledger/timeline/stage-store"
import { formatDuration, formatExact } from "@/lib/platform/format"

/** Announces the record that has keyboard focus. */
export function SpokenRecord({ stage }: { stage: StageStore }) {
  const focus = useStage(stage, (state) => state.focus)
  return (
    <p role="status" aria-live="polite" data-walked={focus?.id} className="sr-only">
      {focus && wordsOf(focus)}
    </p>
  )
}

function wordsOf(mark: Mark): string {
  const duration = mark.to === null ? "" : `, took ${formatDuration((mark.to - mark.from) / 1000)}`
  const back = mark.isRollback ? ", rollback to an earlier version" : ""
  const status = deploymentStatusStyles[mark.status].word
  return `${mark.imageTag} of ${mark.application} in ${mark.environment}: ${status}, ${formatExact(mark.from)}${duration}${back}.`
}
