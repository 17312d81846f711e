import { mkdir, readFile, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { buildWeb } from "@/lib/launch/build-web"
import { type Count, countPlaywright, countVitest, sum, withExitCode } from "@/lib/launch/count-tests"
import { generateClient } from "@/lib/launch/generate-client"
import { runTool, toolPath } from "@/lib/launch/run-tool"
import { LaunchProblem, say } from "@/lib/launch/say"

const reports = "test-results"

/** Every test there is: units, routes and pages; then the whole product in a browser, on a production build. */
export async function runTests(): Promise<Count> {
  await generateClient()
  const units = await runUnits()
  const built = await buildWeb().then(
    () => true,
    (error) => {
      if (error instanceof LaunchProblem) say(error.message)
      else throw error
      return false
    },
  )
  const endToEnd = built ? await runEndToEnd() : { passed: 0, failed: 1, skipped: 0 }
  return sum([units, endToEnd])
}

function runUnits(): Promise<Count> {
  const report = join(reports, "vitest.json")
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]
  return counted(report, countVitest, () => runTool(toolPath("vitest"), args, { NODE_ENV: "test" }))
}

function runEndToEnd(): Promise<Count> {
  const report = join(reports, "playwright.json")
  const args = ["test", "--reporter=list,json"]
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, NODE_ENV: "test" }
  return counted(report, countPlaywright, () =>
    runTool(toolPath("@playwright/test", "playwright"), args, env),
  )
}

async function counted(
  report: string,
  count: (report: unknown) => Count,
  run: () => Promise<number>,
): Promise<Count> {
  await mkdir(dirname(report), { recursive: true })
  await rm(report, { force: true })
  const exitCode = await run()
  const text = await readFile(report, "utf8").catch(() => null)
  return withExitCode(text === null ? null : count(JSON.parse(text)), exitCode)
}
