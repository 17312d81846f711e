import { dayMs, hourMs } from "@/lib/platform/instant"

/** The visible range of the timeline: epoch milliseconds, `to` is exclusive. */
export interface Viewport {
  readonly from: number
  readonly to: number
}

const secondMs = 1000
const minuteMs = 60 * secondMs
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

export function spanOf(view: Viewport): number {
  return view.to - view.from
}

/** A range that ends now (or at the as-of instant); `all` starts at the first record. */
export function viewOfRange(range: Range, now: number, first: number | null): Viewport {
  const length = rangeKinds[range].length ?? Math.max(now - (first ?? now - dayMs), hourMs) * 1.02
  return { from: now - length, to: now + length * aheadShare }
}

export function panBy(view: Viewport, ms: number): Viewport {
  return { from: view.from + ms, to: view.to + ms }
}

/** Zooms out (`factor` > 1) or in, keeping the instant `anchor` in place. */
export function zoomBy(view: Viewport, factor: number, anchor: number): Viewport {
  const span = clamp(spanOf(view) * factor, minSpanMs, maxSpanMs)
  const share = (anchor - view.from) / spanOf(view)
  const from = anchor - share * span
  return { from, to: from + span }
}

/** The view between two instants, in either order, at least as long as the shortest view. */
export function viewBetween(one: number, other: number): Viewport {
  const [from, to] = one < other ? [one, other] : [other, one]
  const missing = Math.max(0, minSpanMs - (to - from)) / 2
  return { from: from - missing, to: to + missing }
}

/** Moves as little as needed to make the instant visible, a tenth of the width away from the edges. */
export function reveal(view: Viewport, instant: number): Viewport {
  const margin = spanOf(view) / 10
  if (instant < view.from + margin) return panBy(view, instant - margin - view.from)
  if (instant > view.to - margin) return panBy(view, instant + margin - view.to)
  return view
}

export function positionOf(view: Viewport, instant: number, width: number): number {
  return ((instant - view.from) / spanOf(view)) * width
}

export function instantAt(view: Viewport, x: number, width: number): number {
  return view.from + (x / width) * spanOf(view)
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** A piece of time that is loaded at once. Pieces of one length are adjacent on a fixed grid. */
export interface TimeWindow {
  readonly from: number
  readonly to: number
}

/**
 * The length of the pieces for a view, in milliseconds: an hour times a power of two, at least half of the view. The
 * API counts a piece in at most 400 slices; with two or three pieces in view a slice is about as wide as a column.
 */
export function windowLength(view: Viewport): number {
  return hourMs * 2 ** Math.max(0, Math.ceil(Math.log2(spanOf(view) / 2 / hourMs)))
}

export function windowsOver(view: Viewport, length = windowLength(view)): TimeWindow[] {
  const first = Math.floor(view.from / length)
  const last = Math.ceil(view.to / length) - 1
  return Array.from({ length: last - first + 1 }, (_, index) => windowAt(first + index, length))
}

export function adjacentWindows(windows: readonly TimeWindow[]): TimeWindow[] {
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
