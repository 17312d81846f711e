import { printPhases } from "@/tools/launch/phases"
import { runTests } from "@/tools/launch/run-tests"
import { runProgram, say } from "@/tools/launch/say"

await runProgram(async () => {
  const { passed, failed, skipped, notes } = await runTests()
  printPhases(notes)
  say(`\nAll tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`)
  return failed === 0 ? 0 : 1
})
