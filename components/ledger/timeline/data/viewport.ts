import { dayMs, hourMs, minuteMs } from "@/lib/platform/instant"

/** The visible range of the timeline, or a piece of time that is loaded at once: epoch milliseconds, `to` exclusive. */
export interface TimeWindow {
  readonly from: number
  readonly to: number
}

/** Zoom limits: nothing new is visible below a minute or above thirty years. */
export const minSpanMs = minuteMs
export const maxSpanMs = 30 * 365 * dayMs

export const ranges = ["24h", "7d", "30d", "1y", "all"] as const
export type Range = (typeof ranges)[number]

/** `length`: null is the whole ledger. */
export const rangeKinds: Record<Range, { label: string; length: number | null }> = {
  "24h": { label: "24 h", length: dayMs },
  "7d": { label: "7 d", length: 7 * dayMs },
  "30d": { label: "30 d", length: 30 * dayMs },
  "1y": { label: "1 y", length: 365 * dayMs },
  all: { label: "All", length: null },
}

/** The share of the width kept free to the right of now, so that a new record is not at the edge. */
const aheadShare = 0.005

export function spanOf(view: TimeWindow): number {
  return view.to - view.from
}

/** A range that ends now (or at the as-of instant); `all` starts at the first record. */
export function viewOfRange(range: Range, now: number, first: number | null): TimeWindow {
  const length = rangeKinds[range].length ?? Math.max(now - (first ?? now - dayMs), hourMs) * 1.02
  return { from: now - length, to: now + length * aheadShare }
}

export function panBy(view: TimeWindow, ms: number): TimeWindow {
  return { from: view.from + ms, to: view.to + ms }
}

/** Zooms out (`factor` > 1) or in, keeping the instant `anchor` in place. */
export function zoomBy(view: TimeWindow, factor: number, anchor: number): TimeWindow {
  const span = clamp(spanOf(view) * factor, minSpanMs, maxSpanMs)
  const share = (anchor - view.from) / spanOf(view)
  const from = anchor - share * span
  return { from, to: from + span }
}

/** The view between two instants, in either order, at least as long as the shortest view. */
export function viewBetween(one: number, other: number): TimeWindow {
  const [from, to] = one < other ? [one, other] : [other, one]
  const missing = Math.max(0, minSpanMs - (to - from)) / 2
  return { from: from - missing, to: to + missing }
}

/** Moves as little as needed to make the instant visible, a tenth of the width away from the edges. */
export function reveal(view: TimeWindow, instant: number): TimeWindow {
  const margin = spanOf(view) / 10
  if (instant < view.from + margin) return panBy(view, instant - margin - view.from)
  if (instant > view.to - margin) return panBy(view, instant + margin - view.to)
  return view
}

export function positionOf(view: TimeWindow, instant: number, width: number): number {
  return ((instant - view.from) / spanOf(view)) * width
}

export function instantAt(view: TimeWindow, x: number, width: number): number {
  return view.from + (x / width) * spanOf(view)
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/**
 * The length of the windows to load for a view, in milliseconds: an hour times a power of two, at least half of
 * the view. They are adjacent on a fixed grid. The API counts a window in at most 400 slices; with two or three windows
 * in view a slice is about as wide as a column.
 */
export function windowLength(view: TimeWindow): number {
  return hourMs * 2 ** Math.max(0, Math.ceil(Math.log2(spanOf(view) / 2 / hourMs)))
}

export function windowsOver(view: TimeWindow): TimeWindow[] {
  const length = windowLength(view)
  const first = Math.floor(view.from / length)
  const count = Math.ceil(view.to / length) - first
  return Array.from({ length: count }, (_, index) => ({
    from: (first + index) * length,
    to: (first + index + 1) * length,
  }))
}

export function adjacentWindows(windows: readonly TimeWindow[]): TimeWindow[] {
  const first = windows[0]
  const last = windows.at(-1)
  if (!first || !last) return []
  const length = spanOf(first)
  return [
    { from: first.from - length, to: first.from },
    { from: last.to, to: last.to + length },
  ]
}

export function contains(outer: TimeWindow, inner: TimeWindow): boolean {
  return outer.from <= inner.from && inner.to <= outer.to
}

export function overlaps(one: TimeWindow, other: TimeWindow): boolean {
  return one.from < other.to && other.from < one.to
}
