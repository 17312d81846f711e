import { Client } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { createQuarantine } from "@/lib/policy/quarantine/write-quarantine"
import { tokenCaller } from "@/tools/testing/callers"
import { getHistory } from "@/tools/testing/helm-reads"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { releaseName, seedReleases } from "@/tools/testing/seed-releases"
import { packSmallChart, smallChart } from "@/tools/testing/small-chart"
import { type RunningWorker, startWorker } from "./start-worker"
import { workerSettings } from "./worker-settings"

let fixture: ReleaseFixture
let worker: RunningWorker | undefined
let client: ReleaseClient

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packSmallChart()
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  await worker?.stop()
  await fixture.remove()
}, 60_000)

describe("A queued change to a version that is quarantined before a worker starts it", () => {
  it("fails with the reason and does not run Helm", { timeout: 90_000 }, async () => {
    const [seeded] = await seedReleases(fixture.sandbox, [{ slug: "queued", version: "1.1.0" }])
    if (seeded === undefined) throw new Error("Nothing was seeded.")
    const tenantId = await fixture.tenant("fresh")
    const chart = { chartName: smallChart, chartVersion: "1.2.0" }
    const install = await client.install({ tenantId, releaseName: "another", ...chart })
    const upgrade = await client.change(seeded.releaseId, "upgrade", { chartVersion: "1.2.0" })
    await createQuarantine(systemActor("test"), { ...chart, reason: "Loses writes" })
    worker = await startWorker(fixture.helm, { ...workerSettings(), watch: null })
    const reason = "small 1.2.0 is quarantined by test: Loses writes."
    for (const accepted of [install, upgrade]) {
      const operation = await client.done(accepted)
      expect(operation).toMatchObject({ state: "FAILED", revision: null })
      expect(operation.error).toContain(reason)
    }
    expect((await client.get(install.body.id)).body).toMatchObject({ status: "FAILED", revision: 0 })
    expect((await client.get(seeded.releaseId)).body).toMatchObject({ status: "DEPLOYED", revision: 1 })
    const context = { helm: fixture.helm, kubeconfig: fixture.kubeconfig }
    expect(await getHistory(context, { releaseName, namespace: seeded.namespace })).toHaveLength(1)
    const rollback = await client.change(seeded.releaseId, "upgrade", { chartVersion: "2.0.0" })
    expect((await client.done(rollback)).state).toBe("SUCCEEDED")
  })
})

describe("A change to a version that is quarantined while a worker is about to start Helm", () => {
  it("fails with the reason and does not run Helm", { timeout: 90_000 }, async () => {
    const [seeded] = await seedReleases(fixture.sandbox, [{ slug: "late", version: "1.0.0" }])
    if (seeded === undefined) throw new Error("Nothing was seeded.")
    const chart = { chartName: smallChart, chartVersion: "1.1.0" }
    worker ??= await startWorker(fixture.helm, { ...workerSettings(), watch: null })
    // The worker waits where it notes that it starts Helm.
    await prismaClient().$executeRaw`
      CREATE FUNCTION wait_for_test() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NEW; END'`
    await prismaClient().$executeRaw`
      CREATE TRIGGER wait_for_test BEFORE UPDATE OF helm_started_at ON operation
      FOR EACH ROW EXECUTE FUNCTION wait_for_test()`
    const holder = new Client({ connectionString: process.env.DATABASE_URL })
    await holder.connect()
    await holder.query("SELECT pg_advisory_lock(7)")
    const accepted = await client.change(seeded.releaseId, "upgrade", { chartVersion: "1.1.0" })
    await expect.poll(isWaiting).toBe(true)
    await createQuarantine(systemActor("test"), { ...chart, reason: "Loses writes" })
    await holder.end()
    const operation = await client.done(accepted)
    expect(operation).toMatchObject({ state: "FAILED", revision: null })
    expect(operation.error).toContain("small 1.1.0 is quarantined by test: Loses writes.")
    const context = { helm: fixture.helm, kubeconfig: fixture.kubeconfig }
    expect(await getHistory(context, { releaseName, namespace: seeded.namespace })).toHaveLength(1)
  })
})

async function isWaiting(): Promise<boolean> {
  const rows = await prismaClient().$queryRaw<unknown[]>`
    SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database AND datname = current_database()
    WHERE locktype = 'advisory' AND objid = 7 AND NOT granted`
  return rows.length > 0
}
