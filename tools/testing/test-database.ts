import { inject, vi } from "vitest"
import { requestBuffer } from "@/lib/identity/requests/request-state"
import { disconnect } from "@/lib/platform/db/client"
import { databaseUrl, execute } from "@/tools/testing/test-database-server"

declare global {
  var slipwayTestEnvironment: NodeJS.ProcessEnv | undefined
}

// Vitest's setup file: gives each test file its own database, before the file imports anything that connects. The files
// of a worker share its modules, so the environment and what the product keeps on globalThis are reset as well.
const { adminUrl, template } = inject("testServer")
const database = `${template}_${process.env.VITEST_POOL_ID}`

// Requests kept by the previous file must not be written to this file's database.
await requestBuffer.current?.flush()
await disconnect()
for (const name of Object.keys(globalThis)) {
  // Threads are kept: they retain nothing of a task, and are expensive to start.
  if (name.startsWith("slipway") && !/^slipway(Threads|Test)/.test(name))
    Reflect.deleteProperty(globalThis, name)
}
vi.unstubAllEnvs()
globalThis.slipwayTestEnvironment ??= { ...process.env }
for (const name of Object.keys(process.env)) {
  if (!(name in globalThis.slipwayTestEnvironment)) delete process.env[name]
}
Object.assign(process.env, globalThis.slipwayTestEnvironment)

await execute(
  adminUrl,
  `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`,
  `CREATE DATABASE ${database} TEMPLATE ${template} STRATEGY FILE_COPY`,
)
process.env.DATABASE_URL = databaseUrl(adminUrl, database)
