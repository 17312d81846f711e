"use client"

import clsx from "clsx"
import { CountsBar } from "@/components/fleet/rollouts/counts-bar"
import { progressLabel } from "@/components/fleet/rollouts/rollout-labels"
import { rolloutStateStyles } from "@/components/fleet/rollouts/rollout-style"
import { toneText } from "@/components/ui/badge"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import type { RolloutDetail, RolloutState } from "@/lib/fleet/rollouts/schema"

/** The state as one sentence, and the progress as a bar. */
export function RolloutSummary({ rollout }: { rollout: RolloutDetail }) {
  return (
    <section aria-label="Progress" className="flex flex-col gap-3">
      <StateSentence rollout={rollout} />
      <CountsBar counts={rollout.counts} className="h-3!" />
    </section>
  )
}

const boxes: Record<RolloutState, string> = {
  RUNNING: "border-line bg-surface",
  PAUSED: "border-pending/40 bg-pending/8",
  COMPLETED: "border-line bg-surface",
  ABORTED: "border-quarantined/40 bg-quarantined/8",
  ROLLING_BACK: "border-rolled-back/40 bg-rolled-back/8",
  ROLLED_BACK: "border-rolled-back/40 bg-rolled-back/8",
}

/** The next step in states that need a user's action. */
const next: Record<RolloutState, string | null> = {
  RUNNING: null,
  PAUSED: "Running upgrades finish; no new ones start until the rollout is resumed.",
  COMPLETED: null,
  ABORTED: "Upgraded releases stay upgraded unless the rollout is rolled back.",
  ROLLING_BACK: null,
  ROLLED_BACK: null,
}

/** How the sentence names the user who started, resumed or ended the rollout. */
const by: Record<RolloutState, string> = {
  RUNNING: ", requested by",
  PAUSED: " by",
  COMPLETED: " by",
  ABORTED: " by",
  ROLLING_BACK: ", requested by",
  ROLLED_BACK: " by",
}

function StateSentence({ rollout }: { rollout: RolloutDetail }) {
  const { state, stateReason, stateBy, counts } = rollout
  const look = rolloutStateStyles[state]
  const byItself = state === "PAUSED" && stateBy === null
  return (
    <div className={clsx("flex gap-2.5 rounded-md border px-3 py-2 text-sm", boxes[state])}>
      <StatusGlyph
        shape={look.shape}
        size={16}
        turning={look.busy}
        className={clsx("mt-0.5", toneText[look.tone])}
      />
      <div className="min-w-0">
        <p>
          <span className="font-medium">{look.word}</span>
          {byItself ? " automatically" : stateBy !== null && `${by[state]} ${stateBy}`}
          {rollout.finishedAt === null ? null : (
            <>
              , <Time at={rollout.finishedAt} />
            </>
          )}
          : {progressLabel(counts)}.
        </p>
        {stateReason !== null && <p className="break-words">{stateReason}</p>}
        {next[state] !== null && <p className="text-xs text-muted">{next[state]}</p>}
      </div>
    </div>
  )
}
