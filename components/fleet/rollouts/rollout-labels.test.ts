import { describe, expect, it } from "vitest"
import {
  allowedFailures,
  bakeLabel,
  paceLabel,
  planSummary,
  progressLabel,
  thresholdLabel,
} from "@/components/fleet/rollouts/rollout-labels"

describe("What a rollout will do is said in words", () => {
  it("counts the releases, the waves that take some, and the pace", () => {
    const plan = { upgrades: 58, waves: [{ releases: 5 }, { releases: 0 }, { releases: 53 }] }
    expect(planSummary(plan, 4)).toBe("Upgrade 58 releases in 2 waves, 4 at a time")
    expect(paceLabel(1)).toBe("one after the other")
  })

  it("says at which failure it pauses, whether the threshold is a number or a percentage", () => {
    expect(thresholdLabel(null, 58)).toBe("However many fail, the rest goes on.")
    expect(thresholdLabel(0, 58)).toBe("It pauses at the first failure.")
    expect(thresholdLabel(3, 58)).toBe("It pauses at failure number 4.")
    expect(thresholdLabel("10%", 58)).toBe("It pauses at failure number 6 (10 % of 58 may fail).")
    expect(thresholdLabel("10%", null)).toBe("It pauses when more than 10 % have failed.")
  })

  it("allows as many failures as the engine does: more than the percentage pauses", () => {
    expect([allowedFailures("10%", 60), allowedFailures("10%", 9), allowedFailures("100%", 7)]).toEqual([
      6, 0, 7,
    ])
  })

  it("says how long a wave is watched", () => {
    expect(bakeLabel(0)).toContain("as soon as")
    expect(bakeLabel(600)).toContain("watched for 10 m")
  })

  it("does not count what was left out as progress", () => {
    const counts = { PENDING: 40, RUNNING: 1, SUCCEEDED: 11, FAILED: 1, SKIPPED: 6, ROLLED_BACK: 0 }
    expect(progressLabel(counts)).toBe("12 of 53 done, 1 failed")
  })
})
