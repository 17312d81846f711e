import { describe, expect, it } from "vitest"
import { afterRun, restartDelayMs } from "@/tools/launch/restart-delay"

describe("a process that died is started again", () => {
  it("at once after a single crash, then ever later, never later than five seconds", () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 50].map(restartDelayMs)
    expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000])
  })

  it("at once again when it had run for half a minute", () => {
    expect(afterRun(6, 30_000)).toBe(1)
    expect(afterRun(6, 29_999)).toBe(7)
  })
})
