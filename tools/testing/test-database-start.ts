import type { TestProject } from "vitest/node"
import { buildProcesses } from "@/tools/launch/build-processes"
import { startTestServer, type TestServer } from "@/tools/testing/test-database-server"

declare module "vitest" {
  interface ProvidedContext {
    testServer: { adminUrl: string; template: string }
  }
}

// Each project loads this file again, so a variable of the file would not be shared.
declare global {
  var slipwayTestServer: { started: Promise<TestServer>; projects: number } | undefined
}

/** Vitest's global setup of a project: what processes load, and one server for all projects of the run. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  globalThis.slipwayTestServer ??= { started: buildProcesses().then(startTestServer), projects: 0 }
  const shared = globalThis.slipwayTestServer
  shared.projects += 1
  const { adminUrl, template, stop } = await shared.started
  project.provide("testServer", { adminUrl, template })
  return async () => {
    shared.projects -= 1
    if (shared.projects > 0) return
    globalThis.slipwayTestServer = undefined
    await stop()
  }
}
