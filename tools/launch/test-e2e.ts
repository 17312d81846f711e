import { runProgram } from "@/tools/launch/print"
import { runEndToEndTests } from "@/tools/launch/run-tests"

await runProgram(async () => {
  const { failed } = await runEndToEndTests(process.argv.slice(3))
  return failed === 0 ? 0 : 1
})
