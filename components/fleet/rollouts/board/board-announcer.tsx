import { rolloutStateStyles, waveStateStyles } from "@/components/fleet/rollouts/rollout-style"
import type { RolloutDetail } from "@/lib/fleet/rollouts/schema"
import { formatQuantity } from "@/lib/platform/format"

/** Announces changes of state, wave and failure count to screen readers; not every release. */
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
