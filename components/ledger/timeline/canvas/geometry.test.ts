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

it("few lanes share the height; many lanes keep their minimum height and scroll", () => {
  expect(maxScroll(geometryOf(size, [false, false, false]))).toBe(0)
  expect(maxScroll(geometryOf(size, Array(30).fill(false)))).toBeGreaterThan(0)
})

it("a nearly empty lane gets one line", () => {
  const { boxes } = geometryOf(size, [false, true])
  expect(boxes[1]?.rows).toBe(1)
  expect(boxes[0]?.rows).toBeGreaterThan(1)
})

it("laneUnder finds the lane drawn at a position, at any scroll offset", () => {
  const geometry = geometryOf({ ...size, height: 400 }, [false, true, false, false, true, false, false])
  for (const scrollTop of [0, 33, maxScroll(geometry)]) {
    for (const [lane, box] of lanesInSight(geometry, scrollTop)) {
      for (let row = 0; row < box.rows; row++) {
        const y = rowMiddle(box, row, scrollTop)
        if (y > axisHeight && y < geometry.height) expect(laneUnder(geometry, y, scrollTop)).toBe(lane)
      }
    }
  }
  expect(laneUnder(geometry, axisHeight - 1, 0)).toBeNull()
})

it.each([350, 700])("names above the rows get a separate line on a canvas of %i px", (width) => {
  const geometry = geometryOf({ ...size, width, namesAbove: true }, [false, true])
  for (const box of geometry.boxes) expect(rowMiddle(box, 0, 0) - axisHeight - box.top).toBeGreaterThan(16)
})
