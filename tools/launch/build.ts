import { buildProcesses } from "./build-processes.ts"
import { buildWeb } from "./build-web.ts"
import { runProgram } from "./print.ts"

// `npm run build`: everything in dist/, which then runs without the source. Plain Node.js runs this file.
await runProgram(async () => {
  await buildProcesses()
  await buildWeb()
  return 0
})
