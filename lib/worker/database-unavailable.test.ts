import { hostname } from "node:os"
import { Client } from "pg"
import { afterAll, beforeAll, expect, it } from "vitest"
import { upgradeRelease } from "@/lib/fleet/releases/change-release"
import { installRelease } from "@/lib/fleet/releases/install-release"
import { installReleaseSchema, upgradeReleaseSchema } from "@/lib/fleet/releases/schema"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { databaseUrl } from "@/lib/platform/env"
import { Forwarder } from "@/tools/testing/forwarder"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { WorkerProcess } from "@/tools/testing/worker-process"
import { runOperation, type WorkerContext } from "./run-operation"
import { workerSettings } from "./worker-settings"

const actor = systemActor("test")
let fixture: ReleaseFixture
let worker: WorkerContext

beforeAll(async () => {
  fixture = await createReleaseFixture()
  worker = {
    holder: `${hostname()}/1/here`,
    helm: fixture.helm,
    settings: workerSettings(),
    running: new Map(),
    previews: false,
    stopping: new AbortController().signal,
  }
}, 120_000)
afterAll(() => fixture.remove(), 30_000)

/** Makes readers of the recorded revisions wait; the returned function breaks the connection of the first reader. */
async function holdReaders(): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: databaseUrl() })
  await client.connect()
  await client.query("BEGIN")
  await client.query("LOCK TABLE release_revision IN ACCESS EXCLUSIVE MODE")
  const breakOne = () => prismaClient().$queryRaw<unknown[]>`
    SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%release_revision%'`
  return async () => {
    await expect.poll(async () => (await breakOne()).length).toBeGreaterThan(0)
    await client.end()
  }
}

it("an operation that loses the database before Helm is started is handed over, not failed", async () => {
  const chart = { chartName: "matih-ai-service", chartVersion: "1.0.0", releaseName: "away" }
  const tenantId = await fixture.tenant("away")
  const { release, operationId: first } = await installRelease(
    actor,
    installReleaseSchema.parse({ ...chart, tenantId }),
  )
  await runOperation(first, worker)
  const change = upgradeReleaseSchema.parse({ chartVersion: "1.1.0" })
  const { operationId: id } = await upgradeRelease(actor, release.id, change)
  const breakReader = await holdReaders()
  await Promise.all([runOperation(id, worker), breakReader()])
  const states = async () => (await prismaClient().operation.findUniqueOrThrow({ where: { id } })).state
  expect(await states()).toBe("RUNNING")
  await prismaClient().operation.update({ where: { id }, data: { leaseUntil: new Date(0) } })
  await runOperation(id, worker)
  expect(await states()).toBe("SUCCEEDED")
}, 60_000)

it("a worker that starts while the database is unavailable waits for it", async () => {
  const url = new URL(databaseUrl())
  const { port } = url
  let isUnavailable = true
  const forwarder = await Forwarder.start(() => (isUnavailable ? [] : [Number(port)]))
  url.port = String(forwarder.port)
  const process = new WorkerProcess({ DATABASE_URL: url.href, SLIPWAY_HELM: fixture.helm.path })
  const starting = process.start()
  await Promise.race([starting, expect.poll(() => process.log).toContain("waiting for it")])
  isUnavailable = false
  await starting
  await process.end("SIGTERM")
  await forwarder.stop()
}, 60_000)
