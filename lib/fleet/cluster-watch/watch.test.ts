import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"
import { tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { packSmallChart, smallChart } from "@/tools/testing/small-chart"

let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient
let byHand: HelmByHand
let tenantId: string

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packSmallChart()
  tenantId = await fixture.tenant("acme")
  byHand = new HelmByHand(fixture, "tenant-acme", smallChart)
  client = new ReleaseClient(await tokenCaller(["admin"], { name: "ci" }))
  worker = await startWorker(fixture.helm)
  await vi.waitFor(
    async () => expect(await storedReport()).toMatchObject({ scope: "CLUSTER", reachable: true }),
    soonTimeout,
  )
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 60_000)

const soonTimeout = { timeout: 20_000, interval: 150 }
const storedReport = () => prismaClient().clusterWatch.findUnique({ where: { cluster: "sandbox" } })
const releaseOf = async (id: string) => (await client.get(id)).body
const historyOf = async (id: string) => (await client.get(id, "/history", "/history")).body
const auditOf = (id: string) =>
  prismaClient().auditEntry.findMany({ where: { subjectId: id, action: { contains: "outside" } } })

/** A chart whose upgrade can fail on the cluster. */
const withPods = { chartName: "matih-ai-service" }

async function installed(releaseName: string, more: Record<string, unknown> = {}): Promise<string> {
  const body = { tenantId, releaseName, chartName: smallChart, chartVersion: "1.0.0", timeout: 60, ...more }
  const accepted = await client.install(body)
  expect((await client.done(accepted)).error).toBeNull()
  return accepted.body.id
}

const shows = (id: string, fields: Record<string, unknown>) =>
  vi.waitFor(async () => expect(await releaseOf(id)).toMatchObject(fields), soonTimeout)

describe("a change made with Helm outside Slipway", { timeout: 60_000 }, () => {
  it("is recorded as an OUT_OF_BAND revision within seconds: an upgrade and its rollback", async () => {
    const id = await installed("laptop", { valuesOverride: { greeting: "hi" } })
    await byHand.upgrade("laptop", "1.1.0")
    await shows(id, { revision: 2, chartVersion: "1.1.0", status: "DEPLOYED", outOfBand: true })
    expect((await releaseOf(id)).valuesOverride).toEqual({ greeting: "hi" })
    await byHand.rollBack("laptop", 1)
    await shows(id, { revision: 3, chartVersion: "1.0.0", outOfBand: true })
    expect(await historyOf(id)).toMatchObject([
      {
        revision: 3,
        operation: "OUT_OF_BAND",
        rolledBackTo: 1,
        performedBy: "outside Slipway",
        current: true,
      },
      { revision: 2, operation: "OUT_OF_BAND", chartVersion: "1.1.0", performedBy: "outside Slipway" },
      { revision: 1, operation: "INSTALL", performedBy: "ci" },
    ])
    expect((await auditOf(id)).map(({ action }) => action)).toEqual([
      "release.changed_outside",
      "release.changed_outside",
    ])
  })

  it("is recorded as FAILED with Helm's error when it failed", async () => {
    const id = await installed("failing", withPods)
    await new HelmByHand(fixture, "tenant-acme").failToUpgrade("failing")
    const lastError = expect.stringContaining("not ready")
    await shows(id, { revision: 2, status: "FAILED", outOfBand: true, lastError })
    const upgraded = await client.change(id, "upgrade", {
      chartVersion: "1.0.0",
      valuesMode: "reset",
      timeout: 60,
    })
    expect((await client.done(upgraded)).state).toBe("SUCCEEDED")
    await shows(id, { revision: 3, status: "DEPLOYED", outOfBand: false, lastError: null })
  })

  it("is recorded as UNINSTALLED with the reason, and the history is kept", async () => {
    const id = await installed("removed")
    await byHand.uninstall("removed")
    const uninstallReason = "It was uninstalled outside Slipway."
    await shows(id, { status: "UNINSTALLED", inCluster: false, uninstallReason })
    expect(await historyOf(id)).toMatchObject([
      { revision: 1, operation: "UNINSTALL", performedBy: "outside Slipway", reason: uninstallReason },
      { revision: 1, operation: "INSTALL" },
    ])
    const reinstalled = await installed("removed")
    await shows(reinstalled, { status: "DEPLOYED", revision: 1, outOfBand: false })
  })

  it("is recorded as UNINSTALLED when Helm keeps its history", async () => {
    const id = await installed("kept")
    await byHand.uninstall("kept", true)
    await shows(id, { status: "UNINSTALLED", uninstallReason: expect.stringContaining("kept its history") })
  })

  it("names a deleted namespace", async () => {
    tenantId = await fixture.tenant("short")
    const one = await installed("one")
    const other = await installed("other")
    await new HelmByHand(fixture, "tenant-short").deleteNamespace()
    const uninstallReason = "The namespace tenant-short was deleted outside Slipway."
    for (const id of [one, other]) await shows(id, { status: "UNINSTALLED", uninstallReason })
  })

  it("is detected after a period without a watcher", async () => {
    tenantId = await fixture.tenant("gap")
    const helm = new HelmByHand(fixture, "tenant-gap", smallChart)
    const changed = await installed("changed")
    const goneId = await installed("gone")
    const another = await installed("another")
    await worker.stop()
    await helm.upgrade("changed", "1.1.0")
    await helm.uninstall("gone")
    await helm.uninstall("another")
    await helm.install("another", "1.1.0")
    worker = await startWorker(fixture.helm)
    await shows(changed, { revision: 2, outOfBand: true })
    await shows(goneId, { status: "UNINSTALLED" })
    await shows(another, { status: "UNINSTALLED", uninstallReason: expect.stringContaining("reinstalled") })
    const rest = await prismaClient().unmanagedRelease.findMany({ where: { releaseName: "another" } })
    expect(rest).toMatchObject([{ namespace: "tenant-gap", revision: 1, status: "deployed" }])
  })

  it("is detected after the cluster was unavailable, which is reported in the meantime", async () => {
    const id = await installed("restart")
    await fixture.sandbox.stop()
    await vi.waitFor(async () => expect(await storedReport()).toMatchObject({ reachable: false }), {
      timeout: 15_000,
      interval: 100,
    })
    await fixture.restartSandbox()
    await new HelmByHand(fixture, "tenant-gap", smallChart).upgrade("restart", "1.1.0")
    await vi.waitFor(
      async () => expect(await releaseOf(id)).toMatchObject({ revision: 2, outOfBand: true }),
      {
        timeout: 25_000,
        interval: 100,
      },
    )
    await vi.waitFor(
      async () => expect(await storedReport()).toMatchObject({ reachable: true, problem: null }),
      soonTimeout,
    )
  })
})

describe("a revision that a killed Helm process left pending", { timeout: 60_000 }, () => {
  it("is reported with the next step, and repaired by an upgrade", async () => {
    const id = await installed("stuck")
    const helm = new HelmByHand(fixture, "tenant-gap", smallChart)
    await helm.upgrade("stuck", "1.1.0")
    await shows(id, { revision: 2 })
    await helm.markPending("stuck", 2, 16)
    await shows(id, {
      status: "FAILED",
      lastError: expect.stringMatching(/pending-upgrade since .* Upgrade or roll back/),
    })
    expect((await releaseOf(id)).stuckSince).not.toBeNull()
    const upgraded = await client.change(id, "upgrade", { chartVersion: "1.1.0", timeout: 60 })
    expect((await client.done(upgraded)).error).toBeNull()
    await shows(id, { status: "DEPLOYED", stuckSince: null, lastError: null, outOfBand: false })
  })
})

describe("a change made by Slipway", { timeout: 60_000 }, () => {
  it("is never recorded as out of band", async () => {
    const id = await installed("own", withPods)
    for (const chartVersion of ["1.1.0", "1.0.0", "1.1.0"]) {
      await client.done(await client.change(id, "upgrade", { chartVersion, timeout: 60 }))
    }
    await client.done(await client.change(id, "rollback", { targetRevision: 1 }))
    await client.done(
      await client.change(id, "upgrade", {
        valuesOverride: { image: { tag: "broken" } },
        timeout: 2,
        atomic: true,
      }),
    )
    await client.done(await client.uninstall(id))
    const operations = (await historyOf(id)).map(({ operation }: { operation: string }) => operation)
    expect(operations).toEqual([
      "UNINSTALL",
      "ROLLBACK",
      "UPGRADE",
      "ROLLBACK",
      "UPGRADE",
      "UPGRADE",
      "UPGRADE",
      "INSTALL",
    ])
    expect(await auditOf(id)).toEqual([])
  })
})
