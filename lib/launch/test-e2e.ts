import { runEndToEndTests } from "@/lib/launch/run-tests"
import { runProgram } from "@/lib/launch/say"

await runProgram(async () => {
  const { failed } = await runEndToEndTests(process.argv.slice(3))
  return failed === 0 ? 0 : 1
})
