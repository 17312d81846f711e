import { rolloutStateStyles, waveStateStyles } from "@/components/fleet/rollouts/rollout-style"
import type { RolloutDetail } from "@/lib/fleet/rollouts/schema"
import { formatQuantity } from "@/lib/platform/format"

/** Said to those who do not see the board, when its state, its wave or its failures change; not for every release. */
export function BoardAnnouncer({ rollout }: { rollout: RolloutDetail }) {
  const { state, stateReason, waves, counts } = rollout
  const at = waves.findIndex((wave) => wave.state !== "DONE")
  const wave = waves[at]
  const parts = [
    `${rolloutStateStyles[state].word}.`,
    stateReason,
    wave &&
      `Wave ${at + 1} of ${waves.length}, ${wave.name}: ${waveStateStyles[wave.state].word.toLowerCase()}.`,
    counts.FAILED > 0 && `${formatQuantity(counts.FAILED, "release")} failed.`,
  ]
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {parts.filter(Boolean).join(" ")}
    </p>
  )
}
