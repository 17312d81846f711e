import { printPhases } from "@/tools/launch/phases"
import { print, runProgram } from "@/tools/launch/print"
import { runTests } from "@/tools/launch/run-tests"

await runProgram(async () => {
  const { passed, failed, skipped, notes } = await runTests()
  printPhases(notes)
  print(`\nAll tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`)
  return failed === 0 ? 0 : 1
})
