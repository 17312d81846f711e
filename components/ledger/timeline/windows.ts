import { spanOf, type Viewport } from "@/components/ledger/timeline/viewport"

/** A piece of time that is loaded at once. Pieces of one length are adjacent on a fixed grid. */
export interface TimeWindow {
  readonly from: number
  readonly to: number
}

const hourMs = 3_600_000

/**
 * The length of the pieces for a view, in milliseconds: an hour times a power of two, at least half of the view. The
 * API counts a piece in at most 400 slices; with two or three pieces in view a slice is about as wide as a column.
 */
export function windowLength(view: Viewport): number {
  return hourMs * 2 ** Math.max(0, Math.ceil(Math.log2(spanOf(view) / 2 / hourMs)))
}

/** The two or three pieces that cover a view. */
export function windowsOver(view: Viewport, length = windowLength(view)): TimeWindow[] {
  const first = Math.floor(view.from / length)
  const last = Math.ceil(view.to / length) - 1
  return Array.from({ length: last - first + 1 }, (_, index) => windowAt(first + index, length))
}

/** The adjacent pieces, loaded in advance for panning. */
export function windowsBeside(windows: readonly TimeWindow[]): TimeWindow[] {
  const first = windows[0]
  const last = windows.at(-1)
  if (!first || !last) return []
  const length = first.to - first.from
  return [
    { from: first.from - length, to: first.from },
    { from: last.to, to: last.to + length },
  ]
}

function windowAt(index: number, length: number): TimeWindow {
  return { from: index * length, to: (index + 1) * length }
}

export function contains(outer: TimeWindow, inner: TimeWindow): boolean {
  return outer.from <= inner.from && inner.to <= outer.to
}

export function overlaps(one: TimeWindow, other: TimeWindow): boolean {
  return one.from < other.to && other.from < one.to
}
