import { runEnduranceTests } from "@/tools/launch/run-tests"
import { runProgram } from "@/tools/launch/say"

await runProgram(async () => {
  const { failed } = await runEnduranceTests()
  return failed === 0 ? 0 : 1
})
