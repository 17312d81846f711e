import { type LaneKind, laneOf, type Mark } from "@/components/ledger/timeline/mark"
import type { Viewport } from "@/components/ledger/timeline/viewport"

export type Step = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown"

export function isStep(key: string): key is Step {
  return key === "ArrowLeft" || key === "ArrowRight" || key === "ArrowUp" || key === "ArrowDown"
}

/** The start of keyboard navigation: the newest visible record. */
export function firstMark(marks: readonly Mark[], view: Viewport): Mark | null {
  return marks.findLast((mark) => mark.from >= view.from && mark.from < view.to) ?? null
}

/**
 * The next record in a direction: sideways the neighbor in its lane, up and down the nearest in time in the next
 * non-empty lane. Returns the same record at an end.
 */
export function stepFrom(
  marks: readonly Mark[],
  from: Mark,
  step: Step,
  lanes: readonly string[],
  kind: LaneKind,
): Mark {
  const lane = laneOf(from, kind)
  if (step === "ArrowLeft" || step === "ArrowRight") {
    const inLane = marks.filter((mark) => laneOf(mark, kind) === lane)
    const at = inLane.findIndex((mark) => mark.id === from.id)
    return inLane[at + (step === "ArrowRight" ? 1 : -1)] ?? from
  }
  const direction = step === "ArrowDown" ? 1 : -1
  for (let index = lanes.indexOf(lane) + direction; lanes[index] !== undefined; index += direction) {
    const found = nearest(
      marks.filter((mark) => laneOf(mark, kind) === lanes[index]),
      from.from,
    )
    if (found) return found
  }
  return from
}

function nearest(marks: readonly Mark[], instant: number): Mark | null {
  return marks.reduce<Mark | null>(
    (best, mark) =>
      best === null || Math.abs(mark.from - instant) < Math.abs(best.from - instant) ? mark : best,
    null,
  )
}
