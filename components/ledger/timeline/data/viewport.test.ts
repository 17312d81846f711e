import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  adjacentWindows,
  instantAt,
  maxSpanMs,
  minSpanMs,
  panBy,
  positionOf,
  reveal,
  spanOf,
  viewBetween,
  viewOfRange,
  windowLength,
  windowsOver,
  zoomBy,
} from "@/components/ledger/timeline/data/viewport"

const day = 86_400_000
const now = Date.UTC(2026, 1, 12)
const view = { from: now - 10 * day, to: now }

const views = fc
  .tuple(fc.integer({ min: 0, max: now }), fc.integer({ min: minSpanMs, max: maxSpanMs }))
  .map(([from, span]) => ({ from, to: from + span }))

describe("zooming", () => {
  it("keeps the instant under the pointer in place", () => {
    fc.assert(
      fc.property(
        views,
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (before, factor, share) => {
          const anchor = before.from + share * spanOf(before)
          const after = zoomBy(before, factor, anchor)
          expect(positionOf(after, anchor, 1000)).toBeCloseTo(positionOf(before, anchor, 1000), 3)
        },
      ),
    )
  })

  it("is limited to a minute and thirty years", () => {
    expect(spanOf(zoomBy(view, 1e-9, now))).toBe(minSpanMs)
    expect(spanOf(zoomBy(view, 1e9, now))).toBe(maxSpanMs)
  })
})

describe("panning", () => {
  it("changes the position but not the length", () => {
    expect(panBy(view, day)).toEqual({ from: view.from + day, to: view.to + day })
  })

  it("makes a record visible with minimal movement", () => {
    expect(reveal(view, now - 5 * day)).toBe(view)
    expect(reveal(view, now).to).toBe(now + day)
    expect(reveal(view, now - 12 * day).from).toBe(now - 13 * day)
  })
})

describe("ranges", () => {
  it("end a little after now, so that the newest record is not at the edge", () => {
    const week = viewOfRange("7d", now, null)
    expect(week.from).toBe(now - 7 * day)
    expect(week.to).toBeGreaterThan(now)
    expect(week.to - now).toBeLessThan(day)
  })

  it("start at the first record for `all`", () => {
    expect(viewOfRange("all", now, now - 900 * day).from).toBeLessThan(now - 900 * day)
    expect(spanOf(viewOfRange("all", now, now))).toBeGreaterThan(minSpanMs)
  })

  it("accepts either direction and is never shorter than a minute", () => {
    expect(viewBetween(now, now - day)).toEqual({ from: now - day, to: now })
    expect(spanOf(viewBetween(now, now))).toBe(minSpanMs)
  })
})

it("converts between screen positions and instants", () => {
  fc.assert(
    fc.property(views, fc.double({ min: 0, max: 1200, noNaN: true }), (one, x) => {
      expect(positionOf(one, instantAt(one, x, 1200), 1200)).toBeCloseTo(x, 3)
    }),
  )
})

const recentViews = fc
  .tuple(fc.integer({ min: 0, max: Date.UTC(2030, 0) }), fc.integer({ min: minSpanMs, max: maxSpanMs }))
  .map(([from, span]) => ({ from, to: from + span }))

it("windowsOver covers the view with at most three adjacent windows", () => {
  fc.assert(
    fc.property(recentViews, (view) => {
      const windows = windowsOver(view)
      expect(windows.length).toBeLessThanOrEqual(3)
      expect(windows[0]?.from).toBeLessThanOrEqual(view.from)
      expect(windows.at(-1)?.to).toBeGreaterThanOrEqual(view.to)
      for (const [index, window] of windows.entries()) {
        if (index > 0) expect(window.from).toBe(windows[index - 1]?.to)
      }
    }),
  )
})

it("a small pan needs only windows that are visible or adjacent", () => {
  fc.assert(
    fc.property(recentViews, fc.double({ min: -0.5, max: 0.5, noNaN: true }), (view, share) => {
      const windows = windowsOver(view)
      const near = [...windows, ...adjacentWindows(windows)].map((window) => window.from)
      const moved = panBy(view, share * spanOf(view))
      // Rounding can change the length of a view that is just as long as two windows.
      fc.pre(windowLength(moved) === windowLength(view))
      for (const window of windowsOver(moved)) expect(near).toContain(window.from)
    }),
  )
})
