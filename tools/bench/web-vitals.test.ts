import { expect, it } from "vitest"
import { worstSession } from "./web-vitals"

const at = (startTime: number, value: number) => ({ startTime, value })

it.each([
  ["nothing moved", [], 0],
  ["shifts less than a second apart add up", [at(0, 0.01), at(900, 0.02)], 0.03],
  ["a second apart they do not", [at(0, 0.01), at(1_000, 0.02)], 0.02],
  ["nor over more than five seconds", [0, 900, 1800, 2700, 3600, 4500, 5400].map((t) => at(t, 0.01)), 0.06],
])("layout shift: %s", (_, shifts, worst) => {
  expect(worstSession(shifts)).toBeCloseTo(worst)
})
