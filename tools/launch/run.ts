import { pathToFileURL } from "node:url"
import { distPath } from "../../lib/platform/dist-path.ts"
import { buildProcesses } from "./build-processes.ts"
import { LaunchProblem, runProgram } from "./print.ts"

// Plain Node.js runs this file: it builds what changed and then becomes the program that its first argument names.
await runProgram(async () => {
  const [name = ""] = process.argv.splice(2, 1)
  if (!["start", "worker", "slipway"].includes(name)) throw new LaunchProblem(`There is no program ${name}.`)
  await buildProcesses()
  await import(pathToFileURL(distPath(`${name}.js`)).href)
  return new Promise(() => undefined)
})
