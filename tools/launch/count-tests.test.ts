import { describe, expect, it } from "vitest"
import { countPlaywright, sum, withExitCode } from "@/tools/launch/count-tests"

describe("Test counts", () => {
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
      errors: [{ message: "The server did not start" }],
    }
    expect(countPlaywright(report)).toEqual({
      passed: 8,
      failed: 2,
      skipped: 3,
      notes: [
        "Failed: a.spec.ts › closes\n    Still open",
        "Passed on retry: a.spec.ts › moves\n    Stuck",
        "Failed: Playwright › an error outside of every test\n    The server did not start",
      ],
    })
  })

  it("counts a tool that failed without reporting a failure as a failure, and says so", () => {
    const count = { passed: 3, failed: 0, skipped: 0, notes: [] }
    const reason = "Failed: Vitest › ended with exit code 1, and its report names no failure"
    expect(withExitCode(count, "Vitest", 1)).toEqual({ ...count, failed: 1, notes: [reason] })
    expect(withExitCode(null, "Vitest", 1)).toEqual({ passed: 0, failed: 1, skipped: 0, notes: [reason] })
    expect(withExitCode({ ...count, failed: 2 }, "Vitest", 1)).toEqual({ ...count, failed: 2 })
    expect(withExitCode(count, "Vitest", 0)).toEqual(count)
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
