"use client"

import clsx from "clsx"
import { CountsBar } from "@/components/rollouts/counts-bar"
import { releaseLooks, releaseStates, rolloutLooks } from "@/components/rollouts/rollout-look"
import { progressWords } from "@/components/rollouts/rollout-words"
import { toneText } from "@/components/ui/badge"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Time } from "@/components/ui/time"
import { formatCount } from "@/lib/format"
import type { RolloutDetail, RolloutReleaseState, RolloutState } from "@/lib/rollouts/schema"

interface RolloutSummaryProps {
  rollout: RolloutDetail
  show: RolloutReleaseState | null
  onShow: (state: RolloutReleaseState | null) => void
}

/** How it is in one sentence, how far in one bar, and the counts that narrow the board. */
export function RolloutSummary({ rollout, show, onShow }: RolloutSummaryProps) {
  const { counts } = rollout
  return (
    <section aria-label="Progress" className="flex flex-col gap-3">
      <StateSentence rollout={rollout} />
      <CountsBar counts={counts} className="h-3!" />
      <ul aria-label="Releases by state" className="flex flex-wrap gap-2">
        {releaseStates
          .filter((state) => counts[state] > 0 || state === show)
          .map((state) => {
            const look = releaseLooks[state]
            return (
              <li key={state}>
                <button
                  type="button"
                  aria-pressed={state === show}
                  onClick={() => onShow(state === show ? null : state)}
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

/** What comes next, where it does not go on by itself. */
const next: Record<RolloutState, string | null> = {
  RUNNING: null,
  PAUSED: "What runs is finished; nothing new begins until somebody resumes it.",
  COMPLETED: null,
  ABORTED: "What was upgraded stays so, unless it is rolled back.",
  ROLLING_BACK: null,
  ROLLED_BACK: null,
}

function StateSentence({ rollout }: { rollout: RolloutDetail }) {
  const { state, stateReason, stateBy, counts } = rollout
  const look = rolloutLooks[state]
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
          {byItself ? " by itself" : stateBy !== null && ` by ${stateBy}`}
          {rollout.finishedAt === null ? null : (
            <>
              , <Time at={rollout.finishedAt} />
            </>
          )}
          : {progressWords(counts)}.
        </p>
        {stateReason !== null && <p className="break-words">{stateReason}</p>}
        {next[state] !== null && <p className="text-xs text-muted">{next[state]}</p>}
      </div>
    </div>
  )
}
