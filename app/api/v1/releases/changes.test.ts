import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { operationEvents } from "@/app/api/v1/operations/routes"
import { openChart } from "@/lib/fleet/charts/open-chart"
import { uninstallRelease, upgradeRelease } from "@/lib/kube/helm/helm-commands"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"
import { workerSettings } from "@/lib/worker/worker-settings"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
import { getHistory, getValues } from "@/tools/testing/helm-reads"
import { streamRoute } from "@/tools/testing/read-events"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { operationIdOf, ReleaseClient } from "@/tools/testing/release-requests"
import { packSmallChart, smallChart } from "@/tools/testing/small-chart"

let fixture: ReleaseFixture
let worker: RunningWorker
let caller: Caller
let client: ReleaseClient
let tenantId: string

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packSmallChart()
  // Without a cluster watch: only the next change detects external changes.
  worker = await startWorker(fixture.helm, { ...workerSettings(), watch: null })
  tenantId = await fixture.tenant("acme")
  caller = await tokenCaller(["releases:write"], { name: "ci" })
  client = new ReleaseClient(caller)
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 60_000)

const chart = { chartName: "matih-ai-service", chartVersion: "1.0.0" }
const broken = { image: { tag: "broken" } }
const install = (releaseName: string, more: Record<string, unknown> = {}) =>
  client.install({ tenantId, releaseName, ...chart, timeout: 30, ...more })
const context = () => ({ helm: fixture.helm, kubeconfig: fixture.kubeconfig })
const where = (releaseName: string) => ({ releaseName, namespace: "tenant-acme" })
const historyOf = async (id: string) => (await client.get(id, "/history", "/history")).body

async function installed(releaseName: string, more: Record<string, unknown> = {}): Promise<string> {
  const accepted = await install(releaseName, more)
  expect((await client.done(accepted)).error).toBeNull()
  return accepted.body.id
}

describe("An install with an image that cannot be pulled", { timeout: 60_000, concurrent: true }, () => {
  it("leaves nothing behind when it is atomic, except a FAILED revision with the reason", async () => {
    const accepted = await install("atomic", { valuesOverride: broken, atomic: true, timeout: 4 })
    const cause = /Deployment atomic.*Pod atomic-.*ImagePullBackOff/
    expect(await client.done(accepted)).toMatchObject({
      state: "FAILED",
      error: expect.stringMatching(cause),
    })
    expect(await historyOf(accepted.body.id)).toMatchObject([
      {
        revision: 1,
        operation: "INSTALL",
        status: "FAILED",
        current: false,
        error: expect.stringMatching(cause),
      },
    ])
    expect((await client.get(accepted.body.id)).body).toMatchObject({ status: "FAILED", inCluster: false })
    expect(await getHistory(context(), where("atomic"))).toEqual([])
    const secondInstall = await install("atomic")
    expect(secondInstall.body.id).not.toBe(accepted.body.id)
    expect((await client.done(secondInstall)).state).toBe("SUCCEEDED")
    expect((await client.get(accepted.body.id)).body.status).toBe("UNINSTALLED")
  })

  it("stays FAILED when it is not atomic, shows why without secret values, and can be fixed with an upgrade", async () => {
    const accepted = await install("plain", { valuesOverride: { ...broken, apiKey: "broken" }, timeout: 4 })
    expect((await client.done(accepted)).state).toBe("FAILED")
    const { id } = accepted.body
    expect((await client.get(id)).body).toMatchObject({ status: "FAILED", revision: 1, inCluster: true })
    const { body: live } = await client.get(id, "/resources", "/resources")
    expect(live).toMatchObject({ reachable: true })
    const deployment = live.resources.find(({ kind }: { kind: string }) => kind === "Deployment")
    expect(deployment).toMatchObject({ health: "DEGRADED", ready: "0/1" })
    expect(deployment.children[0].message).toMatch(/ImagePullBackOff.*:••••••••/)
    expect(JSON.stringify(live)).not.toContain("broken")
    const repaired = await client.change(id, "upgrade", {
      valuesOverride: { image: { tag: "" } },
      timeout: 30,
    })
    expect((await client.done(repaired)).state).toBe("SUCCEEDED")
    expect((await client.get(id)).body).toMatchObject({ status: "DEPLOYED", revision: 2, lastError: null })
  })
})

describe("The values of a release", { timeout: 60_000 }, () => {
  const small = { chartName: smallChart, chartVersion: "1.1.0" }

  it("are masked completely until a revision shows which of them are secret", async () => {
    const accepted = await install("masked", { ...small, valuesOverride: { greeting: "good-morning" } })
    expect(accepted.body.valuesOverride).toEqual({ greeting: "••••••••" })
    expect((await client.done(accepted)).error).toBeNull()
    expect((await client.get(accepted.body.id)).body.valuesOverride).toEqual({ greeting: "good-morning" })
  })

  it("stay masked when they cannot be rendered", async () => {
    const valuesOverride = { greeting: "good-morning", refuse: true }
    const accepted = await install("unrendered", { ...small, valuesOverride })
    expect((await client.done(accepted)).error).toContain("this tenant is not ready for it")
    const maskedValues = { greeting: "••••••••", refuse: true }
    expect((await client.get(accepted.body.id)).body.valuesOverride).toEqual(maskedValues)
    expect((await client.revision(accepted.body.id, 1)).body.values).toEqual(maskedValues)
  })
})

describe("A failed upgrade", { timeout: 60_000, concurrent: true }, () => {
  it("is rolled back when it is atomic, and both revisions are in the history", async () => {
    const id = await installed("undone")
    const accepted = await client.change(id, "upgrade", { valuesOverride: broken, atomic: true, timeout: 4 })
    expect((await client.done(accepted)).state).toBe("FAILED")
    expect(await historyOf(id)).toMatchObject([
      { revision: 3, operation: "ROLLBACK", rolledBackTo: 1, status: "DEPLOYED", current: true },
      {
        revision: 2,
        operation: "UPGRADE",
        status: "FAILED",
        error: expect.stringContaining("ImagePullBackOff"),
      },
      { revision: 1, operation: "INSTALL", status: "DEPLOYED", current: false },
    ])
    expect((await client.get(id)).body).toMatchObject({ status: "DEPLOYED", revision: 3 })
  })
})

describe("A secret that was rotated in a failed upgrade", { timeout: 60_000 }, () => {
  it("is kept by its mask, because the release shows the rotated value", async () => {
    const id = await installed("rotated", { valuesOverride: { apiKey: "the-old-key" } })
    const rotation = { valuesOverride: { ...broken, apiKey: "the-new-key" }, timeout: 4 }
    expect((await client.done(await client.change(id, "upgrade", rotation))).state).toBe("FAILED")
    const maskedValues = (await client.get(id)).body.valuesOverride
    expect(maskedValues).toMatchObject({ apiKey: "••••••••", ...broken })
    const repaired = { valuesOverride: { ...maskedValues, image: { tag: "" } }, timeout: 30 }
    expect((await client.done(await client.change(id, "upgrade", repaired))).error).toBeNull()
    const values = await getValues(context(), { ...where("rotated"), all: false })
    expect(values).toMatchObject({ apiKey: "the-new-key" })
  })
})

describe("Cancelling", { timeout: 60_000, concurrent: true }, () => {
  it("stops a running upgrade and reports it; the release can be rolled back to the last deployed revision", async () => {
    const id = await installed("cancelled")
    const accepted = await client.change(id, "upgrade", { valuesOverride: broken, timeout: 300 })
    await expect
      .poll(async () => (await client.operation(operationIdOf(accepted))).body.lines.length, {
        timeout: 20_000,
      })
      .toBeGreaterThan(1)
    expect((await client.cancel(operationIdOf(accepted))).body).toMatchObject({
      state: "RUNNING",
      cancelRequestedBy: "ci",
    })
    expect(await client.done(accepted)).toMatchObject({ state: "CANCELLED" })
    expect((await client.get(id)).body).toMatchObject({ status: "FAILED", revision: 2, operation: null })
    const rollback = await client.change(id, "rollback/last-successful", { reason: "Broken image" })
    expect((await client.done(rollback)).state).toBe("SUCCEEDED")
    expect((await historyOf(id))[0]).toMatchObject({ revision: 3, rolledBackTo: 1, reason: "Broken image" })
  })
})

describe("The history of a release", { timeout: 90_000, concurrent: true }, () => {
  it("includes revisions that Helm has pruned, and can roll back to them", async () => {
    const id = await installed("pruned", { valuesOverride: { replicaCount: 1 } })
    const opened = await openChart({ repository: "demo", name: chart.chartName, version: "1.0.0" })
    for (let revision = 2; revision <= 4; revision++) {
      await upgradeRelease(context(), {
        ...where("pruned"),
        chart: opened.path,
        base: "reset",
        values: '{"replicaCount": 2}',
        historyMax: 2,
        wait: true,
        atomic: false,
        timeoutSeconds: 30,
      })
    }
    expect((await getHistory(context(), where("pruned"))).map(({ revision }) => revision)).toEqual([3, 4])
    const rollback = await client.change(id, "rollback", { targetRevision: 1, reason: "As it was" })
    expect((await client.done(rollback)).error).toBeNull()
    expect(await historyOf(id)).toMatchObject([
      { revision: 5, operation: "ROLLBACK", rolledBackTo: 1, reason: "As it was", status: "DEPLOYED" },
      { revision: 4, operation: "OUT_OF_BAND", performedBy: "outside Slipway" },
      { revision: 3, operation: "OUT_OF_BAND" },
      { revision: 1, operation: "INSTALL" },
    ])
    const { body } = await client.revision(id, 5, "?against=1")
    expect(body).toMatchObject({ values: { replicaCount: 1 }, diff: { against: 1, values: "" } })
  })

  it("is kept after an uninstall in Slipway or outside, and reinstalling the name creates another release", async () => {
    const id = await installed("twice")
    await client.done(await client.uninstall(id, "?reason=Moved"))
    const second = await installed("twice")
    expect(second).not.toBe(id)
    expect((await client.get(id)).body).toMatchObject({ status: "UNINSTALLED", uninstallReason: "Moved" })
    expect(await historyOf(id)).toHaveLength(2)
    expect(await historyOf(second)).toHaveLength(1)

    await uninstallRelease(context(), {
      ...where("twice"),
      wait: true,
      timeoutSeconds: 30,
    })
    const accepted = await client.change(second, "upgrade", {})
    expect((await client.done(accepted)).state).toBe("FAILED")
    expect((await client.get(second)).body).toMatchObject({ status: "UNINSTALLED", inCluster: false })
  })
})

describe("The events of an operation", { timeout: 60_000 }, () => {
  it("start with the existing lines and continue to the end", async () => {
    const accepted = await install("followed", { valuesOverride: { image: { tag: "slow" } } })
    const id = operationIdOf(accepted)
    const stream = await streamRoute(operationEvents, `/api/v1/operations/${id}/events`, caller, {}, { id })
    const first = await stream.next()
    expect(first).toMatchObject({ event: "operation", data: { id, lines: expect.any(Array) } })
    const seqs: number[] = first?.data.lines.map(({ seq }: { seq: number }) => seq)
    for (let event = await stream.next(); event !== null; event = await stream.next()) {
      if (event.event === "line") seqs.push(event.data.seq)
      if (event.event === "operation" && event.data.state === "SUCCEEDED") break
    }
    stream.leave()
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    const { body } = await client.operation(id)
    expect(body.lines).toHaveLength(seqs.length)
    expect(body.lines.map(({ text }: { text: string }) => text).join("\n")).toMatch(
      /Deployment followed is not ready/,
    )
  })
})
