import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { deleteOldJobs } from "@/lib/fleet/operations/delete-old-operations"
import { installRelease } from "@/lib/fleet/releases/install-release"
import { installReleaseSchema } from "@/lib/fleet/releases/schema"
import { systemActor } from "@/lib/identity/auth/actor"
import { clusterNamed } from "@/lib/kube/cluster/read-clusters"
import { prepareNamespace } from "@/lib/kube/cluster/tenant-account"
import type { Helm } from "@/lib/kube/helm/run-helm"
import { prismaClient } from "@/lib/platform/db/client"
import { log } from "@/lib/platform/log"
import { statesOf, waitUntilFinished } from "@/tools/testing/crash-changes"
import { Gate, gatedChart, packGatedChart } from "@/tools/testing/gated-chart"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { countHelms } from "@/tools/testing/helm-processes"
import { getHistory } from "@/tools/testing/helm-reads"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { WorkerProcess } from "@/tools/testing/worker-process"
import { runOperation, type WorkerContext } from "./run-operation"
import { workerSettings } from "./worker-settings"

const actor = systemActor("queue")
let fixture: ReleaseFixture
let tenantId: string
let count = 0

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packGatedChart()
  tenantId = await fixture.tenant("queue")
  const location = { namespace: "tenant-queue", clusterScoped: false }
  await prepareNamespace(await clusterNamed("sandbox"), location)
}, 120_000)
afterAll(() => fixture.remove(), 30_000)

async function install(
  valuesOverride = {},
): Promise<{ releaseName: string; releaseId: string; operationId: string }> {
  const releaseName = `queued-${++count}`
  const options = { releaseName, valuesOverride, timeout: 60 }
  const accepted = installReleaseSchema.parse({ ...gatedChart, ...options, tenantId })
  const { release, operationId } = await installRelease(actor, accepted)
  return { releaseName, releaseId: release.id, operationId }
}

/** The jobs in the queue for these operations. */
const jobsOf = (...operationIds: string[]) =>
  prismaClient().$queryRaw<{ id: string }[]>`
    SELECT id FROM graphile_worker._private_jobs WHERE payload->>'operationId' = ANY(${operationIds})`

describe("Two workers on one database", () => {
  it("share ten installs and run each exactly once", async () => {
    const env = { SLIPWAY_DATA_DIR: fixture.folder, SLIPWAY_HELM: fixture.helm.path }
    const workers = [new WorkerProcess(env), new WorkerProcess(env)]
    try {
      await Promise.all(workers.map((worker) => worker.start()))
      const accepted = await Promise.all(Array.from({ length: 10 }, () => install()))
      const ids = accepted.map(({ operationId }) => operationId)
      const helmCount = countHelms(ids)
      const holders = new Set<string>()
      const countSucceeded = async () => {
        const rows = await statesOf(ids)
        for (const { leaseHolder } of rows) if (leaseHolder !== null) holders.add(leaseHolder)
        return rows.filter(({ state }) => state === "SUCCEEDED").length
      }
      await expect.poll(countSucceeded, { timeout: 120_000, interval: 50 }).toBe(10)
      expect(await helmCount()).toBe(1)
      expect(holders.size).toBe(2)
      expect((await statesOf(ids)).map(({ fence }) => fence)).toEqual(ids.map(() => 1))
      const context = { helm: fixture.helm, kubeconfig: fixture.kubeconfig }
      const last = accepted.at(-1)?.releaseName ?? ""
      const history = await getHistory(context, { releaseName: last, namespace: "tenant-queue" })
      expect(history.map(({ revision }) => revision)).toEqual([1])
      const revisions = await prismaClient().releaseRevision.findMany({
        where: { operationId: { in: ids } },
      })
      expect(revisions.map(({ revision }) => revision)).toEqual(ids.map(() => 1))
      const subjectId = { in: accepted.map(({ releaseId }) => releaseId) }
      const installed = await prismaClient().auditEntry.count({
        where: { action: "release.installed", subjectId },
      })
      expect(installed).toBe(10)
      await expect.poll(() => jobsOf(...ids)).toEqual([])
    } finally {
      await Promise.all(workers.map((worker) => worker.end("SIGKILL")))
    }
  }, 180_000)

  it("never run more operations at a time than configured, however long the queue is", async () => {
    const gate = new Gate(fixture.sandbox, "tenant-queue")
    const worker = new WorkerProcess({
      SLIPWAY_DATA_DIR: fixture.folder,
      SLIPWAY_HELM: fixture.helm.path,
      SLIPWAY_WORKER_CONCURRENCY: "1",
      SLIPWAY_LEASE_SECONDS: "1",
    })
    try {
      gate.close()
      const gated = installReleaseSchema.parse({
        ...gatedChart,
        tenantId,
        releaseName: "first",
        timeout: 60,
        valuesOverride: { gated: true },
      })
      const first = await installRelease(actor, gated)
      await worker.start()
      await expect.poll(() => gate.isWaitedFor("first"), { timeout: 30_000 }).toBe(true)
      const otherResponses = await Promise.all([install(), install()])
      const ids = otherResponses.map(({ operationId }) => operationId)
      // Longer than the lease, so that the sweep looks for unclaimed operations and finds them.
      const waited = () => Date.now() - (Date.parse(first.release.createdAt) || 0)
      await expect.poll(waited, { timeout: 10_000 }).toBeGreaterThan(4_000)
      expect((await statesOf(ids)).map(({ state }) => state)).toEqual(["QUEUED", "QUEUED"])
      gate.open()
      await waitUntilFinished([first.operationId, ...ids], 60)
      await expect.poll(() => jobsOf(first.operationId, ...ids)).toEqual([])
    } finally {
      gate.open()
      await worker.end("SIGKILL")
    }
  }, 120_000)
})

describe("A job locked by a killed worker", () => {
  it("is deleted when its operation has ended, and not before", async () => {
    const { operationId } = await install()
    await prismaClient().$executeRaw`
      UPDATE graphile_worker._private_jobs SET attempts = 1, locked_by = 'gone',
        locked_at = now() - interval '2 minutes' WHERE payload->>'operationId' = ${operationId}`
    expect(await deleteOldJobs()).toBe(0)
    await prismaClient().operation.update({ where: { id: operationId }, data: { state: "FAILED" } })
    expect(await deleteOldJobs()).toBe(1)
    expect(await jobsOf(operationId)).toEqual([])
  })
})

function workerOf(helm: Helm): WorkerContext {
  const stopping = new AbortController().signal
  return { holder: "test", helm, settings: workerSettings(), previews: false, running: new Map(), stopping }
}

describe("An operation whose outcome cannot be read", () => {
  it("is handed over seven times and fails with the eighth worker", async () => {
    const { operationId, releaseId } = await install()
    const worker = workerOf(fixture.helm)
    const lapsed = { leaseUntil: new Date(0), state: "RUNNING" as const, cluster: "gone" }
    const claimWithFence = async (fence: number) => {
      const data = { ...lapsed, fence, helmStartedAt: new Date(), baseRevision: 0 }
      await prismaClient().operation.update({ where: { id: operationId }, data })
      await runOperation(operationId, worker)
      return (await statesOf([operationId])).map(({ state, fence: now }) => `${state} ${now}`)
    }
    expect(await claimWithFence(6)).toEqual(["RUNNING 7"])
    expect(await claimWithFence(7)).toEqual(["FAILED 8"])
    const release = await prismaClient().release.findUniqueOrThrow({ where: { id: releaseId } })
    expect([release.status, release.lastError]).toEqual(["FAILED", expect.stringContaining("gone")])
    const audit = await prismaClient().auditEntry.findMany({ where: { subjectId: releaseId } })
    expect(audit.map(({ action }) => action).sort()).toEqual([
      "release.install_failed",
      "release.install_requested",
    ])
  })

  it("is not started a ninth time when it kills every worker that claims it", async () => {
    const { operationId, releaseId } = await install()
    const data = { fence: 8, state: "RUNNING" as const, leaseUntil: new Date(0), helmStartedAt: new Date() }
    await prismaClient().operation.update({ where: { id: operationId }, data })
    await runOperation(operationId, workerOf({ ...fixture.helm, path: "/nothing" }))
    const [row] = await statesOf([operationId])
    expect(row).toMatchObject({ state: "FAILED", fence: 9, error: expect.stringContaining("8 workers") })
    const release = await prismaClient().release.findUniqueOrThrow({ where: { id: releaseId } })
    expect(release).toMatchObject({ status: "FAILED", lastError: row?.error })
  })

  it("fails without the values that Helm quoted in the database, the audit log and the log", async () => {
    const canary = `canary-8f2b61c0 ${"x".repeat(2_500)} end`
    const { operationId, releaseId, releaseName } = await install({ password: canary })
    const byHand = new HelmByHand(fixture, "tenant-queue")
    await byHand.install(releaseName, "1.0.0")
    await byHand.upgrade(releaseName, "1.0.0")
    await byHand.markPending(releaseName, 2, 20)
    const path = join(fixture.folder, "quoting-helm.cjs")
    const source = `console.error(${JSON.stringify(`Error: full moon: ${canary}`)}); process.exit(1)`
    await writeFile(path, `#!${process.execPath}\n${source}`, { mode: 0o755 })
    const data = {
      fence: 7,
      state: "RUNNING" as const,
      leaseUntil: new Date(0),
      helmStartedAt: new Date(),
      baseRevision: 1,
    }
    await prismaClient().operation.update({ where: { id: operationId }, data })
    const logged = vi.spyOn(log, "error")
    await runOperation(operationId, workerOf({ ...fixture.helm, path }))
    const [row] = await statesOf([operationId])
    expect(row).toMatchObject({ state: "FAILED", error: expect.stringContaining("full moon: ••••••••") })
    expect(row?.error).not.toContain("canary-8f2b61c0")
    const audit = await prismaClient().auditEntry.findMany({ where: { subjectId: releaseId } })
    expect(audit.map(({ body }) => body).join()).not.toContain("canary-8f2b61c0")
    const reasons = logged.mock.calls.map(([fields]) => Reflect.get(Object(fields), "reason"))
    expect(reasons.join()).not.toContain("canary-8f2b61c0")
    logged.mockRestore()
  })
})

describe("A worker that stops", () => {
  it("cancels nothing and hands over what it has not started", async () => {
    const { operationId } = await install()
    const running: WorkerContext["running"] = new Map()
    const set = running.set.bind(running)
    // Simulates the worker's timeout expiring before Helm is started.
    running.set = (id, leased) => {
      leased.cancel()
      return set(id, leased)
    }
    await runOperation(operationId, { ...workerOf(fixture.helm), running, stopping: AbortSignal.abort() })
    const [row] = await statesOf([operationId])
    expect(row).toMatchObject({ state: "RUNNING", helmStartedAt: null })
    expect(row?.leaseUntil?.getTime()).toBeLessThanOrEqual(Date.now())
  })
})

describe("A preview without a waiting request", () => {
  it("is not run", async () => {
    const { operationId } = await install()
    const data = { kind: "PREVIEW" as const, requestedAt: new Date(Date.now() - 61_000) }
    await prismaClient().operation.update({ where: { id: operationId }, data })
    await runOperation(operationId, workerOf(fixture.helm))
    expect(await statesOf([operationId])).toMatchObject([{ state: "QUEUED", fence: 0 }])
  })
})
