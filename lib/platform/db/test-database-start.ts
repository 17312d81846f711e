import type { TestProject } from "vitest/node"
import { startTestServer } from "@/lib/platform/db/test-database-server"

declare module "vitest" {
  interface ProvidedContext {
    testServer: { adminUrl: string; template: string }
  }
}

/** Vitest's global setup: one server per run. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, template, stop } = await startTestServer()
  project.provide("testServer", { adminUrl, template })
  return stop
}
