import { expect, it } from "vitest"
import {
  axisHeight,
  geometryOf,
  lanesInSight,
  laneUnder,
  maxScroll,
  rowMiddle,
} from "@/components/ledger/timeline/canvas/geometry"

const size = { width: 1000, height: 600, namesAbove: false }
const lanesOf = (small: boolean[]) =>
  small.map((isSmall, index) => ({ name: `lane ${index}`, small: isSmall }))

it("few lanes share the height; many lanes keep their minimum height and scroll", () => {
  expect(maxScroll(geometryOf(size, lanesOf([false, false, false])))).toBe(0)
  expect(maxScroll(geometryOf(size, lanesOf(Array(30).fill(false))))).toBeGreaterThan(0)
})

it("a nearly empty lane gets one line", () => {
  const { boxes } = geometryOf(size, lanesOf([false, true]))
  expect(boxes.get("lane 1")?.rows).toBe(1)
  expect(boxes.get("lane 0")?.rows).toBeGreaterThan(1)
})

it("laneUnder finds the lane drawn at a position, at any scroll offset", () => {
  const lanes = lanesOf([false, true, false, false, true, false, false])
  const geometry = geometryOf({ ...size, height: 400 }, lanes)
  for (const scrollTop of [0, 33, maxScroll(geometry)]) {
    for (const [lane, box] of lanesInSight(geometry, scrollTop)) {
      for (let row = 0; row < box.rows; row++) {
        const y = rowMiddle(box, row, scrollTop)
        if (y > axisHeight && y < geometry.height) expect(laneUnder(geometry, y, scrollTop)?.[0]).toBe(lane)
      }
    }
  }
  expect(laneUnder(geometry, axisHeight - 1, 0)).toBeUndefined()
})

it.each([350, 700])("names above the rows get a separate line on a canvas of %i px", (width) => {
  const geometry = geometryOf({ ...size, width, namesAbove: true }, lanesOf([false, true]))
  for (const box of geometry.boxes.values())
    expect(rowMiddle(box, 0, 0) - axisHeight - box.top).toBeGreaterThan(16)
})
