import { mkdir, readFile, rm } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { helm4Pin, pinnedTools } from "@/lib/kube/helm/pinned-tools"
import { dataFolder } from "@/lib/platform/env"
import { buildProcesses } from "@/tools/launch/build-processes"
import { buildWeb } from "@/tools/launch/build-web"
import { type Count, countPlaywright, sum, testCount, withExitCode } from "@/tools/launch/count-tests"
import { helm3Pin } from "@/tools/launch/helm-3"
import { phase } from "@/tools/launch/phases"
import { LaunchProblem, print } from "@/tools/launch/print"
import { runTool, toolPath } from "@/tools/launch/run-tool"

const reports = "test-results"
const countReporter = "./tools/testing/count-reporter.ts"

const allProjects = ["unit", "component", "database"]

/**
 * Every test but the endurance tests: unit, component and database tests with the production build at the same time, then
 * the browser on that build.
 */
export async function runTests(): Promise<Count> {
  await buildProcesses()
  await phase("Download of Helm", downloadTools)
  const [tests, isBuilt] = await Promise.all([
    phase("Unit, component and database tests", () => runVitest(allProjects)),
    phase("Production build, at the same time", build),
  ])
  const endToEnd = isBuilt
    ? await phase("End-to-end tests", () => runPlaywright(["--project=installations", "--project=pages"]))
    : { passed: 0, failed: 1, skipped: 0, notes: [] }
  return sum([tests, endToEnd])
}

/** Runs only the end-to-end tests, on a build of the source as it is; `args` are for Playwright. */
export async function runEndToEndTests(args: string[]): Promise<Count> {
  await buildProcesses()
  await buildWeb()
  return runPlaywright(args)
}

/** What `npm test` leaves to CI: processes that are killed, paused or hung at every moment, and the largest chart. */
export async function runEnduranceTests(): Promise<Count> {
  await buildProcesses()
  await buildWeb()
  return sum([
    await phase("Endurance tests of processes", () => runVitest(["endurance"])),
    await phase("Endurance tests in the browser", () => runPlaywright(["--project=endurance"])),
  ])
}

/** Once, so that test files in parallel do not each download them; without them, the tests say what is missing. */
async function downloadTools(): Promise<void> {
  const cache = join(resolve(dataFolder()), "helm")
  for (const pin of [helm3Pin, helm4Pin]) {
    await pinnedTools(pin, cache).catch((error: unknown) => print(String(error)))
  }
}

async function build(): Promise<boolean> {
  try {
    await buildWeb()
    return true
  } catch (error) {
    if (!(error instanceof LaunchProblem)) throw error
    print(error.message)
    return false
  }
}

function runVitest(projects: readonly string[]): Promise<Count> {
  const report = join(reports, `vitest-${projects.at(-1)}.json`)
  const only = projects.map((project) => `--project=${project}`)
  const args = ["run", ...only, "--reporter=default", `--reporter=${countReporter}`, `--outputFile=${report}`]
  return counted(report, "Vitest", testCount.parse, () =>
    runTool(toolPath("vitest"), args, { NODE_ENV: "test" }),
  )
}

function runPlaywright(args: readonly string[]): Promise<Count> {
  const report = join(reports, "playwright.json")
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, NODE_ENV: "test" }
  return counted(report, "Playwright", countPlaywright, () =>
    runTool(toolPath("@playwright/test", "playwright"), ["test", "--reporter=list,json", ...args], env),
  )
}

async function counted(
  report: string,
  tool: string,
  count: (report: unknown) => Count,
  run: () => Promise<number>,
): Promise<Count> {
  await mkdir(dirname(report), { recursive: true })
  await rm(report, { force: true })
  const exitCode = await run()
  const text = await readFile(report, "utf8").catch(() => null)
  return withExitCode(text === null ? null : count(JSON.parse(text)), tool, exitCode)
}
