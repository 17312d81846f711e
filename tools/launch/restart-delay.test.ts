import { describe, expect, it } from "vitest"
import { afterRun, restartDelayMs } from "@/tools/launch/restart-delay"

describe("restartDelay", () => {
  it("is minimal after a single crash, grows with further crashes and never exceeds five seconds", () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 50].map(restartDelayMs)
    expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000])
  })

  it("is minimal again after a run of half a minute", () => {
    expect(afterRun(6, 30_000)).toBe(1)
    expect(afterRun(6, 29_999)).toBe(7)
  })
})
