import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as history from "@/app/api/v1/helm/releases/[releaseId]/history/route"
import * as rollback from "@/app/api/v1/helm/releases/[releaseId]/rollback/route"
import * as release from "@/app/api/v1/helm/releases/[releaseId]/route"
import * as upgrade from "@/app/api/v1/helm/releases/[releaseId]/upgrade/route"
import * as releases from "@/app/api/v1/helm/releases/route"
import * as operations from "@/app/api/v1/operations/[id]/route"
import { getHistory } from "@/lib/kube/helm/helm-commands"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
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

describe("A release", () => {
  it("can be installed, upgraded, rolled back and uninstalled, and keeps its history", async () => {
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

    const upgraded = await callRoute(upgrade, "POST", {
      ...at(id, "/upgrade"),
      body: { chartVersion: "1.1.0" },
    })
    expect(upgraded.body.status).toBe("PENDING_UPGRADE")
    expect(await done(upgraded)).toMatchObject({ state: "SUCCEEDED", revision: 2 })
    const rolledBack = await callRoute(rollback, "POST", {
      ...at(id, "/rollback"),
      body: { targetRevision: 1, reason: "It was slow" },
    })
    expect(await done(rolledBack)).toMatchObject({ state: "SUCCEEDED", revision: 3 })
    const context = { helm: fixture.helm, kubeconfig: fixture.kubeconfig }
    expect(await getHistory(context, { release: "acme-ai-service", namespace: "tenant-acme" })).toMatchObject(
      [
        { revision: 1, status: "superseded" },
        { revision: 2, status: "superseded" },
        { revision: 3, status: "deployed" },
      ],
    )
    const uninstalled = await callRoute(release, "DELETE", at(id, "?reason=Tenant%20migration"))
    expect(await done(uninstalled)).toMatchObject({ state: "SUCCEEDED" })
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
