import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { builtPath } from "@/lib/platform/built-path"
import { buildProcesses } from "@/tools/launch/build-processes"
import { runProgram } from "@/tools/launch/say"

// A worker alone, next to a Slipway that runs elsewhere; it ends when it is stopped. See `npm run worker`.
await runProgram(async () => {
  await buildProcesses()
  await import(pathToFileURL(resolve(builtPath("lib/worker/main.ts"))).href)
  return new Promise(() => undefined)
})
