import { stripVTControlCharacters } from "node:util"
import { z } from "zod"

/** `notes` names every failed test with the start of its error, and every test that only passed on retry. */
export type Count = { passed: number; failed: number; skipped: number; notes: string[] }

const linesOfAnError = 12

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
})

const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ errors: z.array(z.object({ message: z.string().optional() })) })),
    }),
  ),
})

const playwrightSuite = z.object({
  specs: z.array(playwrightSpec).default([]),
  get suites() {
    return z.array(playwrightSuite).default([])
  },
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  suites: z.array(playwrightSuite).default([]),
})

/** Reads Vitest's JSON report, in which a file that could not be loaded counts as one failure. */
export function countVitest(report: unknown): Count {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = vitestReport.parse(report)
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  )
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.flatMap(({ fullName, status, failureMessages }) => {
      return status === "failed" ? note("Failed", name, fullName, failureMessages ?? []) : []
    }),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests,
    notes: [
      ...tests,
      ...broken.map(({ name, message }) => note("Failed", name, "could not be loaded", [message])),
    ],
  }
}

/** Reads Playwright's JSON report; a test that passed on retry has passed, and the notes name it. */
export function countPlaywright(report: unknown): Count {
  const { stats, suites } = playwrightReport.parse(report)
  const notes = suites.flatMap(specsOf).flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ status, results }) =>
        note(
          status === "flaky" ? "Passed on retry" : "Failed",
          file,
          title,
          results.flatMap(({ errors }) => errors.map(({ message }) => message ?? "")),
        ),
      ),
  )
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    notes,
  }
}

/** A tool with a non-zero exit code has failed, even if its report is missing or contains no failure. */
export function withExitCode(count: Count | null, exitCode: number): Count {
  const counted = count ?? { passed: 0, failed: 0, skipped: 0, notes: [] }
  return exitCode !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}

export function sum(counts: Count[]): Count {
  return counts.reduce(
    (totals, each) => ({
      passed: totals.passed + each.passed,
      failed: totals.failed + each.failed,
      skipped: totals.skipped + each.skipped,
      notes: [...totals.notes, ...each.notes],
    }),
    { passed: 0, failed: 0, skipped: 0, notes: [] },
  )
}

function specsOf(suite: z.infer<typeof playwrightSuite>): z.infer<typeof playwrightSpec>[] {
  return [...suite.specs, ...suite.suites.flatMap(specsOf)]
}

function note(what: string, file: string, title: string, errors: string[]): string {
  const lines = stripVTControlCharacters(errors[0] ?? "")
    .split("\n")
    .slice(0, linesOfAnError)
  return [`${what}: ${file} › ${title}`, ...lines.map((line) => `    ${line}`)].join("\n")
}
