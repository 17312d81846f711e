import { buildProcesses } from "@/tools/launch/build-processes"

// Each project loads this file again, so a variable of the file would not be shared.
declare global {
  var slipwayTestBuild: Promise<void> | undefined
}

/** Vitest's global setup of every project: compiles once per run what worker threads and processes load. */
export default async function start(): Promise<void> {
  globalThis.slipwayTestBuild ??= buildProcesses()
  await globalThis.slipwayTestBuild
}
