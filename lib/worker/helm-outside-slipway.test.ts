import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import type { RouteResponse } from "@/tools/testing/call-route"
import { tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { packSmallChart, smallChart } from "@/tools/testing/small-chart"
import { type RunningWorker, startWorker } from "./start-worker"
import { workerSettings } from "./worker-settings"

let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient
let byHand: HelmByHand
let tenantId: string

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packSmallChart()
  // Without a watch, only the next change finds out-of-band revisions.
  worker = await startWorker(fixture.helm, { ...workerSettings(), watch: null })
  tenantId = await fixture.tenant("outside")
  byHand = new HelmByHand(fixture, "tenant-outside", smallChart)
  client = new ReleaseClient(await tokenCaller(["admin"], { name: "ci" }))
}, 120_000)
afterAll(async () => {
  fixture.sandbox.faults.clear()
  await worker.stop()
  await fixture.remove()
}, 60_000)

const install = (releaseName: string) =>
  client.install({ tenantId, releaseName, chartName: smallChart, chartVersion: "1.0.0", timeout: 30 })
const upgrade = (id: string) => client.change(id, "upgrade", { chartVersion: "1.0.0", timeout: 30 })
const releaseOf = async (id: string) => (await client.get(id)).body
const historyOf = async (id: string) => (await client.get(id, "/history", "/history")).body
const heldBy = async (name: string) =>
  (await byHand.history(name)).map(({ revision, status }) => `${revision} ${status}`)
const auditOf = async (id: string) =>
  (await prismaClient().auditEntry.findMany({ where: { subjectId: id } })).map(({ action }) => action)

async function installed(name: string): Promise<string> {
  const accepted = await install(name)
  expect((await client.done(accepted)).error).toBeNull()
  return accepted.body.id
}

/** Requests a change and runs `interfere` after the worker has read the history, and before Helm reads it. */
async function changeDuring(
  name: string,
  request: () => Promise<RouteResponse>,
  interfere: () => Promise<unknown>,
): Promise<RouteResponse["body"]> {
  // Helm's own read; Slipway lists the labels in the opposite order.
  const pathPart = `labelSelector=name%3D${name}%2Cowner%3Dhelm`
  const looked = fixture.sandbox.faults.set({ mode: "pause", count: 1, methods: ["GET"], pathPart })
  const accepted = await request()
  await expect.poll(() => looked.length, { timeout: 20_000 }).toBeGreaterThan(0)
  await interfere()
  fixture.sandbox.faults.resume()
  return client.done(accepted)
}

describe("A release name that Helm already uses", { timeout: 60_000 }, () => {
  it("rejects the install and neither records nor changes the existing release", async () => {
    await byHand.install("taken", "1.0.0")
    await byHand.markPending("taken", 1, 16)
    const accepted = await install("taken")
    expect(await client.done(accepted)).toMatchObject({
      state: "FAILED",
      error: expect.stringMatching(/Helm already has a release taken .*Adopt it/),
      revision: null,
    })
    expect(await releaseOf(accepted.body.id)).toMatchObject({ status: "FAILED", inCluster: false })
    expect(await historyOf(accepted.body.id)).toEqual([])
    expect(await heldBy("taken")).toEqual(["1 pending-upgrade"])
  })

  it("accepts the install after an uninstall with --keep-history and continues the revision numbers", async () => {
    const id = await installed("kept")
    await byHand.upgrade("kept", "1.1.0")
    await byHand.uninstall("kept", true)
    expect((await client.done(await upgrade(id))).state).toBe("FAILED")
    expect(await releaseOf(id)).toMatchObject({ status: "UNINSTALLED", inCluster: false })
    const reinstalled = await installed("kept")
    expect(await historyOf(reinstalled)).toMatchObject([
      { revision: 3, operation: "INSTALL", performedBy: "ci" },
    ])
    expect(await historyOf(reinstalled)).toHaveLength(1)
    expect((await client.done(await upgrade(reinstalled))).error).toBeNull()
  })

  it("rejects a change when the release was reinstalled outside Slipway, with that reason", async () => {
    const id = await installed("replaced")
    await byHand.uninstall("replaced")
    await byHand.install("replaced", "1.1.0")
    const message = expect.stringContaining("installed again outside Slipway")
    expect(await client.done(await upgrade(id))).toMatchObject({ state: "FAILED", error: message })
    expect(await client.done(await client.uninstall(id))).toMatchObject({ state: "FAILED", error: message })
    expect(await heldBy("replaced")).toEqual(["1 deployed"])
  })
})

describe("A Helm run outside Slipway", { timeout: 60_000 }, () => {
  it("finishes undisturbed when a change arrives during it, and earlier revisions are still recorded", async () => {
    const id = await installed("busy")
    await byHand.upgrade("busy", "1.1.0")
    const ended = await changeDuring(
      "busy",
      () => upgrade(id),
      async () => {
        await byHand.upgrade("busy", "1.0.0")
        await byHand.markPending("busy", 3, 1)
      },
    )
    expect(ended).toMatchObject({ state: "FAILED", error: expect.stringContaining("still in progress") })
    expect(await heldBy("busy")).toEqual(["1 superseded", "2 superseded", "3 pending-upgrade"])
    const running = { status: "DEPLOYED", revision: 2, chartVersion: "1.1.0", outOfBand: true }
    expect(await releaseOf(id)).toMatchObject(running)
    expect(await historyOf(id)).toMatchObject([{ revision: 2, operation: "OUT_OF_BAND" }, { revision: 1 }])
    expect((await auditOf(id)).sort()).toEqual([
      "release.changed_outside",
      "release.install_requested",
      "release.installed",
      "release.upgrade_failed",
      "release.upgrade_requested",
    ])
  })

  it("keeps its own revisions, and the change adds the requested one", async () => {
    const id = await installed("raced")
    const upgraded = await changeDuring(
      "raced",
      () => upgrade(id),
      () => byHand.upgrade("raced", "1.1.0"),
    )
    expect(upgraded).toMatchObject({ state: "SUCCEEDED", revision: 3 })
    const rollback = await changeDuring(
      "raced",
      () => client.change(id, "rollback", { targetRevision: 1, reason: "As it was" }),
      () => byHand.upgrade("raced", "1.1.0"),
    )
    expect(rollback).toMatchObject({ state: "SUCCEEDED", revision: 5 })
    expect(await historyOf(id)).toMatchObject([
      { revision: 5, operation: "ROLLBACK", rolledBackTo: 1, reason: "As it was", performedBy: "ci" },
      { revision: 4, operation: "OUT_OF_BAND", performedBy: "outside Slipway" },
      { revision: 3, operation: "UPGRADE", performedBy: "ci" },
      { revision: 2, operation: "OUT_OF_BAND", performedBy: "outside Slipway" },
      { revision: 1, operation: "INSTALL", performedBy: "ci" },
    ])
  })

  it("stays in the history of a release that is uninstalled afterwards", async () => {
    const id = await installed("last-words")
    await byHand.upgrade("last-words", "1.1.0")
    expect((await client.done(await client.uninstall(id))).state).toBe("SUCCEEDED")
    expect(await historyOf(id)).toMatchObject([
      { operation: "UNINSTALL", revision: 2, chartVersion: "1.1.0", performedBy: "ci" },
      { operation: "OUT_OF_BAND", revision: 2, chartVersion: "1.1.0" },
      { operation: "INSTALL", revision: 1 },
    ])
    expect(await auditOf(id)).toContain("release.changed_outside")
  })

  it("that was killed is repaired before the next change; the repair is attributed to Slipway and audited", async () => {
    const id = await installed("repaired")
    await byHand.upgrade("repaired", "1.1.0")
    await byHand.markPending("repaired", 2, 16)
    expect((await client.done(await upgrade(id))).error).toBeNull()
    const revisions = await prismaClient().releaseRevision.findMany({
      where: { releaseId: id },
      orderBy: { revision: "desc" },
    })
    expect(revisions).toMatchObject([
      { revision: 4, operation: "UPGRADE", performedBy: "ci" },
      { revision: 3, operation: "ROLLBACK", rolledBackTo: 1, performedBy: "ci" },
      { revision: 2, operation: "OUT_OF_BAND", status: "FAILED", performedBy: "outside Slipway" },
      { revision: 1, operation: "INSTALL" },
    ])
    const repaired = await prismaClient().auditEntry.findMany({
      where: { subjectId: id, action: "release.repaired" },
    })
    expect(repaired).toMatchObject([{ body: expect.stringContaining("Revision 1 was restored.") }])
  })
})
