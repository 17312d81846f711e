import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { operation as operations } from "@/app/api/v1/operations/routes"
import { revisions as history, release, releases, rollback, upgrade } from "@/app/api/v1/releases/routes"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"

const path = "/api/v1/helm/releases"
let fixture: ReleaseFixture
let worker: RunningWorker
let pipeline: Caller

beforeAll(async () => {
  fixture = await createReleaseFixture()
  worker = await startWorker(fixture.helm)
  pipeline = await tokenCaller(["releases:write"], { name: "ci" })
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 30_000)

async function done(response: Awaited<ReturnType<typeof callRoute>>) {
  expect(response.status, response.text).toBe(202)
  const location = response.headers.get("operation-location") ?? ""
  const id = location.split("/").at(-1) ?? ""
  const look = async () =>
    (await callRoute(operations, "GET", { caller: pipeline, path: location, params: { id } })).body
  await expect
    .poll(async () => (await look()).state, { timeout: 30_000, interval: 200 })
    .not.toMatch(/QUEUED|RUNNING/)
  return look()
}
const at = (id: string, rest = "") => ({
  caller: pipeline,
  path: `${path}/${id}${rest}`,
  params: { releaseId: id },
})

/** What `helm list`, `helm history` and the API server say about the deployed release. */
async function expectInCluster(byHand: HelmByHand, revision: number, chartVersion: string, replicas: number) {
  const name = "acme-ai-service"
  const deployed = { name, revision, status: "deployed", chart: "matih-ai-service", chartVersion }
  expect(await byHand.list()).toMatchObject([deployed])
  expect((await byHand.history(name)).map(({ status }) => status)).toEqual([
    ...Array.from({ length: revision - 1 }, () => "superseded"),
    "deployed",
  ])
  expect(await byHand.objects("deployments")).toMatchObject([
    { spec: { replicas }, status: { readyReplicas: replicas } },
  ])
}

describe("A release", () => {
  it("can be installed, upgraded, rolled back and uninstalled, with Helm and the cluster in agreement at every step, and keeps its history", async () => {
    const byHand = new HelmByHand(fixture, "tenant-acme")
    const tenantId = await fixture.tenant("acme")
    const accepted = await callRoute(releases, "POST", {
      caller: pipeline,
      path,
      body: {
        tenantId,
        releaseName: "acme-ai-service",
        chartName: "matih-ai-service",
        chartVersion: "1.0.0",
        appVersion: "2.0.0",
        valuesOverride: { replicaCount: 2, apiKey: "canary-of-the-key" },
        timeout: 600,
        atomic: true,
        waitForJobs: true,
      },
    })
    expect(accepted.body).toMatchObject({
      status: "PENDING_INSTALL",
      revision: 0,
      valuesOverride: { replicaCount: 2 },
    })
    expect(await done(accepted)).toMatchObject({ state: "SUCCEEDED", error: null, revision: 1 })
    const { id } = accepted.body
    const one = await callRoute(release, "GET", at(id))
    expect(one.body).toMatchObject({ status: "DEPLOYED", revision: 1, appVersion: "2.0.0", operation: null })
    await expectInCluster(byHand, 1, "1.0.0", 2)

    const upgraded = await callRoute(upgrade, "POST", {
      ...at(id, "/upgrade"),
      body: { chartVersion: "1.1.0", valuesOverride: { replicaCount: 3 } },
    })
    expect(upgraded.body.status).toBe("PENDING_UPGRADE")
    expect(await done(upgraded)).toMatchObject({ state: "SUCCEEDED", revision: 2 })
    await expectInCluster(byHand, 2, "1.1.0", 3)
    const rolledBack = await callRoute(rollback, "POST", {
      ...at(id, "/rollback"),
      body: { targetRevision: 1, reason: "It was slow" },
    })
    expect(await done(rolledBack)).toMatchObject({ state: "SUCCEEDED", revision: 3 })
    await expectInCluster(byHand, 3, "1.0.0", 2)
    const uninstalled = await callRoute(release, "DELETE", at(id, "?reason=Tenant%20migration"))
    expect(await done(uninstalled)).toMatchObject({ state: "SUCCEEDED" })
    expect(await byHand.list()).toEqual([])
    for (const kind of ["deployments", "pods", "services"]) expect(await byHand.objects(kind)).toEqual([])
    expect((await callRoute(release, "GET", at(id))).body).toMatchObject({
      status: "UNINSTALLED",
      uninstallReason: "Tenant migration",
    })
    const kept = await callRoute(history, "GET", at(id, "/history"))
    expect(kept.body).toMatchObject([
      { revision: 3, operation: "UNINSTALL", status: "DEPLOYED", reason: "Tenant migration", current: false },
      { revision: 3, operation: "ROLLBACK", rolledBackTo: 1, reason: "It was slow", chartVersion: "1.0.0" },
      { revision: 2, operation: "UPGRADE", chartVersion: "1.1.0" },
      { revision: 1, operation: "INSTALL", chartVersion: "1.0.0", appVersion: "2.0.0", performedBy: "ci" },
    ])
  }, 90_000)
})
