import { describe, expect, it } from "vitest"
import {
  allowedFailures,
  bakeLabel,
  paceLabel,
  planSummary,
  progressLabel,
  thresholdLabel,
} from "@/components/fleet/rollouts/rollout-labels"

describe("rollout labels", () => {
  it("name the number of releases and waves, and the concurrency", () => {
    const plan = {
      targetVersion: "1.1.0",
      upgrades: 58,
      waves: [{ releases: 5 }, { releases: 0 }, { releases: 53 }],
    }
    expect(planSummary(plan, 4)).toBe("Upgrade 58 releases in 2 waves, 4 at a time")
    expect(planSummary({ ...plan, targetVersion: null }, 4)).toBe(
      "Change 58 releases in 2 waves, 4 at a time",
    )
    expect(paceLabel(1)).toBe("one at a time")
  })

  it("name the failure that pauses the rollout, for a number and a percentage", () => {
    expect(thresholdLabel(null, 58)).toBe("Failures never pause the rollout.")
    expect(thresholdLabel(0, 58)).toBe("Pauses at the first failure.")
    expect(thresholdLabel(3, 58)).toBe("Pauses after 4 failures.")
    expect(thresholdLabel("10%", 58)).toBe("Pauses after 6 failures (10% of 58 may fail).")
    expect(thresholdLabel("10%", null)).toBe("Pauses when more than 10% have failed.")
  })

  it("allow as many failures as the engine: only more than the percentage pauses", () => {
    expect([allowedFailures("10%", 60), allowedFailures("10%", 9), allowedFailures("100%", 7)]).toEqual([
      6, 0, 7,
    ])
  })

  it("name how long a wave is watched", () => {
    expect(bakeLabel(0)).toContain("as soon as")
    expect(bakeLabel(600)).toContain("watched for 10 m")
  })

  it("do not count skipped releases as progress", () => {
    const counts = { PENDING: 40, RUNNING: 1, SUCCEEDED: 11, FAILED: 1, SKIPPED: 6, ROLLED_BACK: 0 }
    expect(progressLabel(counts)).toBe("12 of 53 done, 1 failed")
  })
})
