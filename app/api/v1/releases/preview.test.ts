import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"
import { workerSettings } from "@/lib/worker/worker-settings"
import type { RouteResponse } from "@/tools/testing/call-route"
import { tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { packSmallChart, smallChart } from "@/tools/testing/small-chart"

let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packSmallChart()
  worker = await startWorker(fixture.helm, { ...workerSettings(), watch: null })
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 60_000)

const small = { chartName: smallChart, chartVersion: "1.0.0", timeout: 30 }

async function previewed(body: Record<string, unknown>): Promise<string> {
  const response = await client.preview(body)
  expect(response.status, response.text).toBe(200)
  return response.body.previewDigest
}

async function installed(slug: string): Promise<string> {
  const tenantId = await fixture.tenant(slug)
  const accepted = await client.install({ tenantId, releaseName: "app", ...small })
  expect((await client.done(accepted)).error).toBeNull()
  return accepted.body.id
}

function expectOutdated(response: RouteResponse, differs: string[]): void {
  expect([response.status, response.body.code], response.text).toEqual([409, "preview_outdated"])
  expect(response.body.differs).toEqual(differs)
}

describe("A change with a preview digest", { timeout: 60_000 }, () => {
  it("installs exactly what was previewed, or returns 409 with the differences", async () => {
    const tenantId = await fixture.tenant("install")
    const body = { tenantId, releaseName: "app", ...small, valuesOverride: { greeting: "hi" } }
    const previewDigest = await previewed({ kind: "INSTALL", ...body })
    const others = {
      releaseName: { releaseName: "other" },
      chartVersion: { chartVersion: "1.1.0" },
      appVersion: { appVersion: "9" },
      valuesOverride: { valuesOverride: { greeting: "bye" } },
      timeout: { timeout: 31 },
      atomic: { atomic: true },
      waitForJobs: { waitForJobs: true },
    }
    for (const [name, change] of Object.entries(others)) {
      const response = await client.install({ ...body, ...change, previewDigest })
      expect([response.status, response.body.code], name).toEqual([409, "preview_outdated"])
      expect(response.body.differs, name).toContain(name)
    }
    expect((await client.done(await client.install({ ...body, previewDigest }))).error).toBeNull()
  })

  it("upgrades what was previewed, but not a release with a newer revision", async () => {
    const id = await installed("upgrade")
    const body = { chartVersion: "1.1.0", valuesOverride: { greeting: "three" }, timeout: 30 }
    const previewDigest = await previewed({ kind: "UPGRADE", releaseId: id, ...body })
    const nine = { ...body, valuesOverride: { greeting: "nine" }, previewDigest }
    expectOutdated(await client.change(id, "upgrade", nine), ["valuesOverride"])
    const forced = { ...body, forceConflicts: true, previewDigest }
    expectOutdated(await client.change(id, "upgrade", forced), ["forceConflicts"])
    const upgraded = await client.change(id, "upgrade", { ...body, previewDigest })
    expect((await client.done(upgraded)).error).toBeNull()
    expectOutdated(await client.change(id, "upgrade", { ...body, previewDigest }), ["baseRevision"])
  })

  it("rolls back and uninstalls what was previewed", async () => {
    const id = await installed("back")
    await client.done(await client.change(id, "upgrade", { chartVersion: "1.1.0", timeout: 30 }))
    await client.done(await client.change(id, "upgrade", { chartVersion: "1.2.0", timeout: 30 }))
    const rollback = await previewed({ kind: "ROLLBACK", releaseId: id, targetRevision: 2 })
    const toFirst = { targetRevision: 1, previewDigest: rollback }
    expectOutdated(await client.change(id, "rollback", toFirst), ["targetRevision"])
    const last = await client.change(id, "rollback/last-successful", { previewDigest: rollback })
    expect((await client.done(last)).error).toBeNull()

    const uninstall = await previewed({ kind: "UNINSTALL", releaseId: id })
    expectOutdated(await client.uninstall(id, `?skipHooks=true&previewDigest=${uninstall}`), ["skipHooks"])
    expectOutdated(await client.uninstall(id, `?timeout=9&previewDigest=${uninstall}`), ["timeout"])
    expectOutdated(await client.uninstall(id, `?previewDigest=${rollback}`), [
      "releaseId",
      "baseRevision",
      "targetRevision",
      "timeout",
      "forceConflicts",
      "skipHooks",
    ])
    expect((await client.done(await client.uninstall(id, `?previewDigest=${uninstall}`))).error).toBeNull()
  })

  it("starts the rollout that was previewed, but not after the releases changed", async () => {
    const id = await installed("fleet")
    const options = { releases: [id], concurrency: 2, timeout: 30 }
    const body = { chartName: smallChart, targetVersion: "1.1.0", ...options }
    const plan = await client.call("POST", "helm/rollouts/preview", "helm/rollouts/preview", { body })
    const { previewDigest } = plan.body
    const folder = "helm/releases/chart/{chartName}/batch-upgrade"
    const start = (more: object) =>
      client.call("POST", folder, `helm/releases/chart/${smallChart}/batch-upgrade?targetVersion=1.1.0`, {
        params: { chartName: smallChart },
        body: { ...options, previewDigest, ...more },
      })
    expectOutdated(await start({ concurrency: 9 }), ["concurrency"])
    expectOutdated(await start({ maxFailures: 1 }), ["maxFailures"])
    await client.done(
      await client.change(id, "upgrade", { valuesOverride: { greeting: "new" }, timeout: 30 }),
    )
    expectOutdated(await start({}), ["releases"])
    const rolloutPreview = await client.call("POST", "helm/rollouts/preview", "helm/rollouts/preview", {
      body,
    })
    expect((await start({ previewDigest: rolloutPreview.body.previewDigest })).status).toBe(202)
  })

  it("adopts what was previewed, but not a release that was changed since", async () => {
    const tenantId = await fixture.tenant("adopt")
    const byHand = new HelmByHand(fixture, "tenant-adopt")
    await byHand.install("found", "1.0.0")
    const body = { cluster: "sandbox", namespace: "tenant-adopt", releaseName: "found", tenantId }
    const preview = await client.preview({ kind: "ADOPT", ...body })
    expect(preview.body).toMatchObject({
      kind: "ADOPT",
      toChartVersion: "1.0.0",
      adoption: { tenantId, revisions: [1], movesTenant: false },
    })
    const adopt = (previewDigest: string) =>
      client.call("POST", "helm/unmanaged/adopt", "helm/unmanaged/adopt", {
        body: { ...body, previewDigest },
      })
    await byHand.upgrade("found", "1.1.0")
    expectOutdated(await adopt(preview.body.previewDigest), ["baseRevision"])
    expect((await adopt(await previewed({ kind: "ADOPT", ...body }))).status).toBe(201)
  })

  it("returns 422 at /previewDigest for an unknown digest", async () => {
    const tenantId = await fixture.tenant("malformed")
    const response = await client.install({
      tenantId,
      releaseName: "app",
      ...small,
      previewDigest: "sha256:0",
    })
    expect(response.status).toBe(422)
    expect(response.body.errors[0].pointer).toBe("/previewDigest")
  })
})
