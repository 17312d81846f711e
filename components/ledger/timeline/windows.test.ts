import fc from "fast-check"
import { expect, it } from "vitest"
import { maxMs, panBy, shortestMs, spanOf } from "./viewport"
import { windowLength, windowsBeside, windowsOver } from "./windows"

const views = fc
  .tuple(fc.integer({ min: 0, max: Date.UTC(2030, 0) }), fc.integer({ min: shortestMs, max: maxMs }))
  .map(([from, span]) => ({ from, to: from + span }))

it("windowsOver covers the view with at most three adjacent windows", () => {
  fc.assert(
    fc.property(views, (view) => {
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
    fc.property(views, fc.double({ min: -0.5, max: 0.5, noNaN: true }), (view, share) => {
      const known = windowsOver(view)
      const near = [...known, ...windowsBeside(known)].map((window) => window.from)
      const length = windowLength(view)
      const moved = windowsOver(panBy(view, share * spanOf(view)), length)
      for (const window of moved) expect(near).toContain(window.from)
    }),
  )
})
