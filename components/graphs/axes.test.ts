import fc from "fast-check"
import { expect, it } from "vitest"
import { niceTicks, type Unit } from "@/components/graphs/axes"

it.each<[number, Unit, number[]]>([
  [18, "count", [0, 5, 10, 15, 20]],
  [2, "count", [0, 1, 2]],
  [0, "count", [0, 1]],
  [0.09, "share", [0, 0.05, 0.1]],
  [530, "seconds", [0, 300, 600]],
  [240, "seconds", [0, 60, 120, 180, 240]],
  [200_000, "seconds", [0, 86_400, 172_800, 259_200]],
])("niceTicks places round ticks for %s (%s)", (top, unit, ticks) => {
  expect(niceTicks(top, unit)).toEqual(ticks)
})

it("niceTicks starts at zero, includes the maximum and never has more than seven ticks", () => {
  const units = fc.constantFrom<Unit>("count", "share", "seconds")
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), units, (top, unit) => {
      const ticks = niceTicks(top, unit)
      expect(ticks[0]).toBe(0)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(top * (1 - 1e-9))
      expect(ticks.length).toBeLessThanOrEqual(7)
    }),
  )
})
