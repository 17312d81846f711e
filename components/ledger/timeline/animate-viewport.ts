import type { StageStore } from "@/components/ledger/timeline/stage-store"
import type { Viewport } from "@/components/ledger/timeline/viewport"

const durationMs = 140

/** Animates the view to another one; immediate if the user prefers reduced motion. */
export function animateTo(stage: StageStore, target: Viewport): void {
  const begin = stage.get().view
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    stage.set({ view: target })
    return
  }
  const started = performance.now()
  let last = begin
  function step(time: number) {
    // The user moved the timeline in the meantime, so the animation stops.
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
