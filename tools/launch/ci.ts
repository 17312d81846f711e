import { checkLanguage } from "@/tools/check-language/check-language"
import { buildWeb } from "@/tools/launch/build-web"
import { type Count, sum } from "@/tools/launch/count-tests"
import { phase, printPhases } from "@/tools/launch/phases"
import { print, runProgram } from "@/tools/launch/print"
import { runEnduranceTests, runTests } from "@/tools/launch/run-tests"
import { runTool, toolPath } from "@/tools/launch/run-tool"

/** The checks in addition to the tests; each counts as one. */
const checks: [name: string, run: () => Promise<number>][] = [
  ["Production build", () => buildWeb().then(() => 0)],
  ["Type check", () => runTool(toolPath("typescript", "tsc"), ["--noEmit", "-p", "."])],
  ["Lint and format", () => runTool(toolPath("@biomejs/biome", "biome"), ["ci"])],
  ["Dead code", () => runTool(toolPath("knip"), [])],
  ["Language", async () => checkLanguage()],
]

await runProgram(async () => {
  const counts = [await runTests(), await runEnduranceTests()]
  for (const [name, run] of checks) counts.push(await phase(name, () => check(name, run)))
  const { passed, failed, notes } = sum(counts)
  printPhases(notes)
  print(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
})

async function check(name: string, run: () => Promise<number>): Promise<Count> {
  const failed = (await run().catch(() => 1)) === 0 ? 0 : 1
  print(`${name}: ${failed ? "failed" : "passed"}`)
  return { passed: 1 - failed, failed, skipped: 0, notes: failed ? [`Failed: ${name}`] : [] }
}
