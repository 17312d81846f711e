/** The visible range of the timeline: epoch milliseconds, `to` is exclusive. */
export interface Viewport {
  readonly from: number
  readonly to: number
}

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Zoom limits: nothing new is visible below a minute or above thirty years. */
export const shortestMs = minuteMs
export const maxMs = 30 * 365 * dayMs

export const ranges = ["24h", "7d", "30d", "1y", "all"] as const
export type Range = (typeof ranges)[number]

export const rangeLabels: Record<Range, string> = {
  "24h": "24 h",
  "7d": "7 d",
  "30d": "30 d",
  "1y": "1 y",
  all: "All",
}

const lengths: Record<Exclude<Range, "all">, number> = {
  "24h": dayMs,
  "7d": 7 * dayMs,
  "30d": 30 * dayMs,
  "1y": 365 * dayMs,
}

/** The share of the width kept free to the right of now, so that a new record is not at the edge. */
const aheadShare = 0.03

export function spanOf(view: Viewport): number {
  return view.to - view.from
}

/** A range that ends now (or at the as-of instant); `all` starts at the first record. */
export function viewOfRange(range: Range, now: number, first: number | null): Viewport {
  const length = range === "all" ? Math.max(now - (first ?? now - dayMs), hourMs) * 1.02 : lengths[range]
  return { from: now - length, to: now + length * aheadShare }
}

export function panBy(view: Viewport, ms: number): Viewport {
  return { from: view.from + ms, to: view.to + ms }
}

/** Zooms out (`factor` > 1) or in, keeping the instant `anchor` in place. */
export function zoomBy(view: Viewport, factor: number, anchor: number): Viewport {
  const span = clamp(spanOf(view) * factor, shortestMs, maxMs)
  const share = (anchor - view.from) / spanOf(view)
  const from = anchor - share * span
  return { from, to: from + span }
}

/** The view between two instants, in either order, at least as long as the shortest view. */
export function viewBetween(one: number, other: number): Viewport {
  const [from, to] = one < other ? [one, other] : [other, one]
  const missing = Math.max(0, shortestMs - (to - from)) / 2
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

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
