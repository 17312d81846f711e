import type { TestProject } from "vitest/node"
import { generateClient } from "@/tools/launch/generate-client"
import { startTestServer } from "@/tools/testing/test-database-server"

declare module "vitest" {
  interface ProvidedContext {
    testServer: { adminUrl: string; template: string }
  }
}

/** Vitest's global setup: the Prisma client of this schema, and one server per run. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  await generateClient()
  const { adminUrl, template, stop } = await startTestServer()
  project.provide("testServer", { adminUrl, template })
  return stop
}
