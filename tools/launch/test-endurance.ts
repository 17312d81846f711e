import { runProgram } from "@/tools/launch/print"
import { runEnduranceTests } from "@/tools/launch/run-tests"

await runProgram(async () => {
  const { failed } = await runEnduranceTests()
  return failed === 0 ? 0 : 1
})
