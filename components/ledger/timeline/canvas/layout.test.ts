import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { glyphHalf, packLane, rowOrder } from "@/components/ledger/timeline/canvas/layout"
import { buildMarker } from "@/tools/testing/build-marker"

const minute = 60_000
const now = 1000 * minute
const scale = 1000

describe("packLane", () => {
  it("separates bars that would overlap", () => {
    const markers = fc.array(
      fc.tuple(fc.integer({ min: 0, max: now }), fc.option(fc.integer({ min: 0, max: 90 * minute }))),
      { maxLength: 80 },
    )
    fc.assert(
      fc.property(markers, fc.integer({ min: 1, max: 7 }), (laneMarkers, rows) => {
        const sorted = laneMarkers
          .map(([from, length], index) =>
            buildMarker({ id: `${index}`, from, to: length === null ? null : from + length }),
          )
          .sort((a, b) => a.from - b.from)
        const packed = packLane(sorted, rows, scale, now)
        for (const inRow of Map.groupBy(packed.bars, (bar) => bar.row).values()) {
          for (const [index, bar] of inRow.entries()) {
            const next = inRow[index + 1]
            if (next) expect(bar.end + glyphHalf).toBeLessThan(next.start - glyphHalf)
          }
        }
        const crowded = packed.crowds.reduce((sum, crowd) => sum + crowd.markers.length, 0)
        expect(packed.bars.length + crowded).toBe(sorted.length)
      }),
    )
  })

  it("draws a bar as long as the deployment took, and a pending one until now", () => {
    const done = buildMarker({ id: "a", from: 0, to: 10 * minute })
    const pending = buildMarker({ id: "b", from: 900 * minute, to: null, status: "PENDING" })
    const unknown = buildMarker({ id: "c", from: 950 * minute, to: null })
    const { bars } = packLane([done, pending, unknown], 3, scale, now)
    expect(bars.map((bar) => bar.end - bar.start)).toEqual([600, 6000, 0])
  })

  it("counts records without a row together", () => {
    const markers = Array.from({ length: 5 }, (_, index) => buildMarker({ id: `${index}`, from: 0 }))
    const { bars, crowds } = packLane(markers, 2, scale, now)
    expect(bars.length).toBe(2)
    expect(crowds.map((crowd) => crowd.markers.length)).toEqual([3])
  })

  it("limits a label to the space before the next bar of its row", () => {
    const { bars } = packLane(
      [buildMarker({ id: "a", from: 0 }), buildMarker({ id: "b", from: 5 * minute })],
      1,
      scale,
      now,
    )
    expect(bars[0]?.room).toBeLessThan(300)
    expect(bars[1]?.room).toBe(Number.POSITIVE_INFINITY)
  })
})

it("rowOrder fills rows from the center outwards", () => {
  expect(rowOrder(1)).toEqual([0])
  expect(rowOrder(4)).toEqual([1, 2, 0, 3])
  expect(rowOrder(5)).toEqual([2, 1, 3, 0, 4])
})
