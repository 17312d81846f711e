import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { builtPath } from "@/lib/platform/built-path"
import { buildProcesses } from "@/tools/launch/build-processes"

// A worker alone, next to a Slipway that runs elsewhere. See `npm run worker`.
await buildProcesses()
await import(pathToFileURL(resolve(builtPath("lib/worker/main.ts"))).href)
