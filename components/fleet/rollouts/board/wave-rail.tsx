"use client"

import clsx from "clsx"
import { BakeCountdown } from "@/components/fleet/rollouts/board/bake-countdown"
import { CountsBar } from "@/components/fleet/rollouts/counts-bar"
import { progressLabel } from "@/components/fleet/rollouts/rollout-labels"
import { lookOfWave } from "@/components/fleet/rollouts/rollout-style"
import { toneText } from "@/components/ui/badge"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { RolloutDetail } from "@/lib/fleet/rollouts/schema"

interface WaveRailProps {
  waves: RolloutDetail["waves"]
  paused: boolean
  /** Indexes of the waves in which releases were skipped by an abort or a rollback. */
  aborted: ReadonlySet<number>
  onWave: (wave: number) => void
}

/** The waves in a row with their progress; selecting one scrolls to its releases. */
export function WaveRail({ waves, paused, aborted, onWave }: WaveRailProps) {
  return (
    <ol aria-label="Waves" className="-mx-1 flex gap-2 overflow-x-auto px-1 py-1">
      {waves.map((wave, index) => {
        const look = lookOfWave(wave, { paused, aborted: aborted.has(index) })
        const running = wave.state === "RUNNING" || wave.state === "BAKING"
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a wave is identified by its index
            key={index}
            aria-current={running ? "step" : undefined}
            className="min-w-44 flex-1"
          >
            <button
              type="button"
              onClick={() => onWave(index)}
              className={clsx(
                "flex w-full flex-col gap-1.5 rounded-md border bg-surface px-3 py-2 text-left hover:border-line-strong",
                running ? "border-line-strong" : "border-line",
              )}
            >
              <span className="flex w-full items-center gap-2 text-sm">
                <span className="min-w-0 flex-1 truncate font-medium">
                  {index + 1}. {wave.name}
                </span>
                <span className="inline-flex items-center gap-1 text-xs">
                  <StatusGlyph
                    shape={look.shape}
                    size={12}
                    turning={look.busy}
                    className={wave.state === "PENDING" ? "text-ghost" : toneText[look.tone]}
                  />
                  {look.word}
                </span>
              </span>
              <CountsBar counts={wave.counts} className="w-full" />
              <span className="flex w-full justify-between gap-2 text-xs text-muted">
                <span className="truncate">{progressLabel(wave.counts)}</span>
                {wave.state === "BAKING" && wave.bakeUntil !== null && (
                  <BakeCountdown until={wave.bakeUntil} />
                )}
              </span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}
