import { describe, expect, it } from "vitest"
import { countPlaywright, countVitest, sum, withExitCode } from "@/tools/launch/count-tests"

describe("Test counts", () => {
  it("counts a test file that failed to load as a failure", () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        { status: "failed", assertionResults: [{ status: "failed" }] },
        { status: "failed", assertionResults: [] },
        { status: "passed", assertionResults: [{ status: "passed" }] },
      ],
    }
    expect(countVitest(report)).toEqual({ passed: 5, failed: 2, skipped: 2 })
  })

  it("counts an end-to-end test that passed on retry as passed", () => {
    const report = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 3 } }
    expect(countPlaywright(report)).toEqual({ passed: 8, failed: 1, skipped: 3 })
  })

  it("counts a tool that failed without reporting a failure as a failure", () => {
    expect(withExitCode({ passed: 3, failed: 0, skipped: 0 }, 1).failed).toBe(1)
    expect(withExitCode(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(withExitCode({ passed: 3, failed: 2, skipped: 0 }, 1).failed).toBe(2)
    expect(withExitCode({ passed: 3, failed: 0, skipped: 0 }, 0).failed).toBe(0)
  })

  it("adds all counts", () => {
    const count = { passed: 1, failed: 2, skipped: 3 }
    expect(sum([count, count])).toEqual({ passed: 2, failed: 4, skipped: 6 })
  })
})
