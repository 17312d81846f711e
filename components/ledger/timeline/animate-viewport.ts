import type { StageStore } from "@/components/ledger/timeline/stage-store"
import type { Viewport } from "@/components/ledger/timeline/viewport"

const durationMs = 140

/** Moves the view to another in a moment, so that the eye can follow; at once for who asked for less motion. */
export function animateTo(stage: StageStore, target: Viewport): void {
  const begin = stage.get().view
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    stage.set({ view: target })
    return
  }
  const started = performance.now()
  let last = begin
  function step(time: number) {
    // Somebody took hold of the timeline meanwhile: they have it.
    if (stage.get().view !== last) return
    const share = Math.min(1, Math.max(0, (time - started) / durationMs))
    const eased = 1 - (1 - share) ** 3
    last = share === 1 ? target : between(begin, target, eased)
    stage.set({ view: last })
    if (share < 1) requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
}

function between(one: Viewport, other: Viewport, share: number): Viewport {
  return {
    from: one.from + (other.from - one.from) * share,
    to: one.to + (other.to - one.to) * share,
  }
}
