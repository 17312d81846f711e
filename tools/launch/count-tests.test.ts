import { describe, expect, it } from "vitest"
import { countPlaywright, countVitest, sum, withExitCode } from "@/tools/launch/count-tests"

describe("Test counts", () => {
  it("counts a test file that failed to load as a failure, and names each failure with its error", () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        {
          name: "lib/a.test.ts",
          status: "failed",
          assertionResults: [
            {
              fullName: "A works",
              status: "failed",
              failureMessages: ["\u001b[31mExpected 1\u001b[39m\n at a.ts"],
            },
          ],
        },
        { name: "lib/b.test.ts", status: "failed", message: "Cannot find b", assertionResults: [] },
        {
          name: "lib/c.test.ts",
          status: "passed",
          assertionResults: [{ fullName: "C works", status: "passed", failureMessages: [] }],
        },
      ],
    }
    expect(countVitest(report)).toEqual({
      passed: 5,
      failed: 2,
      skipped: 2,
      notes: [
        "Failed: lib/a.test.ts › A works\n    Expected 1\n     at a.ts",
        "Failed: lib/b.test.ts › could not be loaded\n    Cannot find b",
      ],
    })
  })

  it("counts an end-to-end test that passed on retry as passed, and names it", () => {
    const spec = (title: string, status: string, message: string) => ({
      title,
      file: "a.spec.ts",
      tests: [{ status, results: [{ errors: [{ message }] }, { errors: [] }] }],
    })
    const report = {
      stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 3 },
      suites: [
        {
          specs: [spec("opens", "expected", "")],
          suites: [{ specs: [spec("closes", "unexpected", "Still open"), spec("moves", "flaky", "Stuck")] }],
        },
      ],
    }
    expect(countPlaywright(report)).toEqual({
      passed: 8,
      failed: 1,
      skipped: 3,
      notes: ["Failed: a.spec.ts › closes\n    Still open", "Passed on retry: a.spec.ts › moves\n    Stuck"],
    })
  })

  it("counts a tool that failed without reporting a failure as a failure", () => {
    const count = { passed: 3, failed: 0, skipped: 0, notes: [] }
    expect(withExitCode(count, 1).failed).toBe(1)
    expect(withExitCode(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0, notes: [] })
    expect(withExitCode({ ...count, failed: 2 }, 1).failed).toBe(2)
    expect(withExitCode(count, 0).failed).toBe(0)
  })

  it("adds all counts", () => {
    const count = { passed: 1, failed: 2, skipped: 3, notes: ["Failed: a"] }
    expect(sum([count, count])).toEqual({
      passed: 2,
      failed: 4,
      skipped: 6,
      notes: ["Failed: a", "Failed: a"],
    })
  })
})
