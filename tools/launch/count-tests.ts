import { stripVTControlCharacters } from "node:util"
import { z } from "zod"

/** `notes` names every failure with the start of its error, and every test that only passed on retry. */
export const testCount = z.object({
  passed: z.int(),
  failed: z.int(),
  skipped: z.int(),
  notes: z.array(z.string()),
})
export type Count = z.infer<typeof testCount>

const linesOfAnError = 12

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
  errors: z.array(z.object({ message: z.string().optional() })).default([]),
})

/** Reads Playwright's JSON report; a test that passed on retry has passed, and the notes name it. */
export function countPlaywright(report: unknown): Count {
  const { stats, suites, errors } = playwrightReport.parse(report)
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
  const outside = errors.map(({ message = "" }) =>
    note("Failed", "Playwright", "an error outside of every test", [message]),
  )
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + outside.length,
    skipped: stats.skipped,
    notes: [...notes, ...outside],
  }
}

/** A tool with a non-zero exit code has failed, even if its report is missing or contains no failure. */
export function withExitCode(count: Count | null, tool: string, exitCode: number): Count {
  const counted = count ?? { passed: 0, failed: 0, skipped: 0, notes: [] }
  if (exitCode === 0 || counted.failed > 0) return counted
  const reason = note("Failed", tool, `ended with exit code ${exitCode}, and its report names no failure`, [])
  return { ...counted, failed: 1, notes: [...counted.notes, reason] }
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

/** One failure as the end of a run prints it: where, and the first lines of the first error. */
export function note(what: string, file: string, title: string, errors: readonly string[]): string {
  const lines = stripVTControlCharacters(errors[0] ?? "")
    .split("\n")
    .slice(0, linesOfAnError)
  return [`${what}: ${file} › ${title}`, ...lines.map((line) => `    ${line}`)].join("\n").trimEnd()
}
