import { expect, it } from "vitest"
import { worstSession } from "./web-vitals"

const at = (startTime: number, value: number) => ({ startTime, value })

it.each([
  ["is 0 without shifts", [], 0],
  ["adds shifts less than a second apart", [at(0, 0.01), at(900, 0.02)], 0.03],
  ["does not add shifts a second apart", [at(0, 0.01), at(1_000, 0.02)], 0.02],
  [
    "does not add shifts over more than five seconds",
    [0, 900, 1800, 2700, 3600, 4500, 5400].map((t) => at(t, 0.01)),
    0.06,
  ],
])("layout shift: %s", (_, shifts, worst) => {
  expect(worstSession(shifts)).toBeCloseTo(worst)
})
