import { rename } from "node:fs/promises"
import { hostname } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"
import { openChart } from "@/lib/fleet/charts/open-chart"
import { upgradeRelease } from "@/lib/fleet/releases/change-release"
import { installRelease } from "@/lib/fleet/releases/install-release"
import { installReleaseSchema, upgradeReleaseSchema } from "@/lib/fleet/releases/schema"
import { systemActor } from "@/lib/identity/auth/actor"
import { upgradeRelease as helmUpgrade } from "@/lib/kube/helm/helm-commands"
import { prismaClient } from "@/lib/platform/db/client"
import { Gate, gatedChart, packGatedChart } from "@/tools/testing/gated-chart"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { countHelms } from "@/tools/testing/helm-processes"
import { getHistory } from "@/tools/testing/helm-reads"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { runOperation, type WorkerContext } from "./run-operation"
import { workerSettings } from "./worker-settings"

const actor = systemActor("takeover")
const namespace = "tenant-takeover"
const timeout = 30
let fixture: ReleaseFixture
let gate: Gate
let tenantId: string
let worker: WorkerContext

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packGatedChart()
  tenantId = await fixture.tenant("takeover")
  gate = new Gate(fixture.sandbox, namespace)
  worker = {
    holder: `${hostname()}/1/here`,
    helm: fixture.helm,
    settings: workerSettings(),
    running: new Map(),
    previews: false,
    stopping: new AbortController().signal,
  }
}, 120_000)
afterAll(async () => {
  gate.open()
  await fixture.remove()
}, 30_000)

const operationOf = (id: string) => prismaClient().operation.findUniqueOrThrow({ where: { id } })

/** An upgrade whose worker disappeared after it recorded the start of Helm. */
async function abandoned(
  releaseName: string,
  leaseHolder: string,
  helmStartedAt = new Date(),
): Promise<{ releaseId: string; operationId: string }> {
  const accepted = installReleaseSchema.parse({ ...gatedChart, tenantId, releaseName, timeout })
  const { release, operationId: first } = await installRelease(actor, accepted)
  await runOperation(first, worker)
  const gated = upgradeReleaseSchema.parse({ valuesOverride: { gated: true }, timeout })
  const { operationId } = await upgradeRelease(actor, release.id, gated)
  await prismaClient().operation.update({
    where: { id: operationId },
    data: {
      state: "RUNNING",
      fence: 1,
      leaseHolder,
      leaseUntil: new Date(0),
      helmStartedAt,
      baseRevision: 1,
    },
  })
  return { releaseId: release.id, operationId }
}

/** A Helm that no worker on this machine started, with or without the operation's label. */
async function helmElsewhere(releaseName: string, operationId?: string): Promise<unknown> {
  const { path } = await openChart({ repository: "demo", name: "gated", version: "1.0.0" })
  const change = { releaseName, namespace, chart: path, values: '{"gated":true}', base: "reset" as const }
  const options = { wait: true, atomic: false, timeoutSeconds: 60, operationId }
  return helmUpgrade({ helm: fixture.helm, kubeconfig: fixture.kubeconfig }, { ...change, ...options })
}

const history = async (releaseName: string) =>
  (await getHistory({ helm: fixture.helm, kubeconfig: fixture.kubeconfig }, { releaseName, namespace })).map(
    ({ revision, status }) => `${revision} ${status}`,
  )

async function linesOf(operationId: string): Promise<string> {
  const rows = await prismaClient().operationLine.findMany({
    where: { operationId },
    orderBy: { seq: "asc" },
  })
  return rows.map(({ text }) => text).join("\n")
}

const recorded = async (releaseId: string) =>
  (await prismaClient().releaseRevision.findMany({ where: { releaseId }, orderBy: { revision: "asc" } })).map(
    ({ revision, operation, status }) => `${revision} ${operation} ${status}`,
  )

describe("An operation that is taken over from a worker on another machine", { timeout: 90_000 }, () => {
  it("waits for the Helm that may still run there and takes over its outcome", async () => {
    const { releaseId, operationId } = await abandoned("elsewhere", "another-host/7/gone")
    gate.close()
    const helm = helmElsewhere("elsewhere", operationId)
    await expect.poll(() => gate.isWaitedFor("elsewhere"), { timeout: 30_000 }).toBe(true)
    const helmCount = countHelms([operationId])
    const running = runOperation(operationId, worker)
    await expect
      .poll(() => linesOf(operationId), { timeout: 30_000 })
      .toContain("cannot be observed from this host; waiting")
    expect(await history("elsewhere")).toEqual(["1 deployed", "2 pending-upgrade"])
    gate.open()
    await Promise.all([helm, running])
    expect(await helmCount()).toBe(0)
    expect(await operationOf(operationId)).toMatchObject({ state: "SUCCEEDED", revision: 2 })
    expect(await recorded(releaseId)).toEqual(["1 INSTALL DEPLOYED", "2 UPGRADE DEPLOYED"])
  })

  it("is repaired immediately once that Helm has exceeded its time limit", async () => {
    const longAgo = 14
    const startedAt = new Date(Date.now() - longAgo * 60_000)
    const { releaseId, operationId } = await abandoned("dead", "another-host/7/gone", startedAt)
    gate.open()
    await helmElsewhere("dead", operationId)
    await new HelmByHand(fixture, namespace).markPending("dead", 2, longAgo)
    const takenAt = Date.now()
    await runOperation(operationId, worker)
    expect(Date.now() - takenAt).toBeLessThan(20_000)
    expect(await linesOf(operationId)).not.toContain("cannot be observed")
    expect((await operationOf(operationId)).state).toBe("FAILED")
    expect(await history("dead")).toEqual(["1 superseded", "2 failed", "3 deployed"])
    expect(await recorded(releaseId)).toEqual([
      "1 INSTALL DEPLOYED",
      "2 UPGRADE FAILED",
      "3 ROLLBACK DEPLOYED",
    ])
  })
})

describe("An operation that is taken over before its Helm stored a revision", { timeout: 60_000 }, () => {
  it("starts Helm again, since nothing was changed", async () => {
    const { releaseId, operationId } = await abandoned("again", `${hostname()}/7/gone`)
    gate.open()
    await runOperation(operationId, worker)
    expect(await operationOf(operationId)).toMatchObject({ state: "SUCCEEDED", revision: 2, error: null })
    expect(await linesOf(operationId)).toContain("The earlier run changed nothing.")
    expect(await history("again")).toEqual(["1 superseded", "2 deployed"])
    expect(await recorded(releaseId)).toEqual(["1 INSTALL DEPLOYED", "2 UPGRADE DEPLOYED"])
  })

  it("is cancelled when that was requested in the meantime", async () => {
    const { releaseId, operationId } = await abandoned("cancelled", `${hostname()}/7/gone`)
    await prismaClient().operation.update({
      where: { id: operationId },
      data: { cancelRequestedAt: new Date(), cancelRequestedBy: "alex" },
    })
    await runOperation(operationId, worker)
    expect(await operationOf(operationId)).toMatchObject({ state: "CANCELLED", revision: null })
    expect(await recorded(releaseId)).toEqual(["1 INSTALL DEPLOYED"])
  })

  it("fails if it is an install, whose failed revision Helm may have removed", async () => {
    const accepted = installReleaseSchema.parse({
      ...gatedChart,
      tenantId,
      releaseName: "purged",
      timeout,
      atomic: true,
    })
    const { operationId } = await installRelease(actor, accepted)
    await prismaClient().operation.update({
      where: { id: operationId },
      data: {
        state: "RUNNING",
        fence: 1,
        leaseHolder: `${hostname()}/7/gone`,
        leaseUntil: new Date(0),
        helmStartedAt: new Date(),
        baseRevision: 0,
      },
    })
    await runOperation(operationId, worker)
    expect(await operationOf(operationId)).toMatchObject({
      state: "FAILED",
      error: expect.stringContaining("interrupted"),
    })
    expect(await history("purged")).toEqual([])
  })

  it("fails with the reason if its chart is no longer available", async () => {
    const { releaseId, operationId } = await abandoned("chartless", `${hostname()}/7/gone`)
    const chart = join(builtInFolder(), "gated-1.0.0.tgz")
    await rename(chart, `${chart}.away`)
    await runOperation(operationId, worker).finally(() => rename(`${chart}.away`, chart))
    expect(await operationOf(operationId)).toMatchObject({
      state: "FAILED",
      error: expect.stringContaining("gated"),
    })
    expect(await recorded(releaseId)).toEqual(["1 INSTALL DEPLOYED"])
  })

  it("fails on another machine, where its Helm may still start", async () => {
    const { releaseId, operationId } = await abandoned("unseen", "another-host/7/gone")
    await runOperation(operationId, worker)
    expect(await operationOf(operationId)).toMatchObject({
      state: "FAILED",
      error: expect.stringContaining("interrupted"),
    })
    expect(await recorded(releaseId)).toEqual(["1 INSTALL DEPLOYED"])
  })

  it("fails, and a revision made by another client in the meantime is recorded as out-of-band", async () => {
    const { releaseId, operationId } = await abandoned("foreign", `${hostname()}/7/gone`)
    gate.open()
    await helmElsewhere("foreign")
    await runOperation(operationId, worker)
    expect(await operationOf(operationId)).toMatchObject({
      state: "FAILED",
      revision: null,
      error: expect.stringContaining("interrupted"),
    })
    expect(await recorded(releaseId)).toEqual(["1 INSTALL DEPLOYED", "2 OUT_OF_BAND DEPLOYED"])
    const release = await prismaClient().release.findUniqueOrThrow({ where: { id: releaseId } })
    expect(release).toMatchObject({ status: "DEPLOYED", revision: 2, outOfBand: true })
  })
})
