import { access, mkdir, utimes } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { cancelOperation } from "@/lib/fleet/releases/cancel-operation"
import { installRelease } from "@/lib/fleet/releases/install-release"
import { previewRelease } from "@/lib/fleet/releases/preview-release"
import { installReleaseSchema } from "@/lib/fleet/releases/schema"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { Gate, gatedChart, packGatedChart } from "@/tools/testing/gated-chart"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { type RunningWorker, startWorker } from "./start-worker"
import { workerSettings } from "./worker-settings"

const actor = systemActor("worker")
const leaseSeconds = 60
let fixture: ReleaseFixture
let worker: RunningWorker
const temporary = temporaryFolder("temporary")
let leftFolder: string

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packGatedChart()
  process.env.TMPDIR = temporary
  leftFolder = join(temporary, "slipway-helm-of-a-killed-worker")
  await mkdir(leftFolder)
  await utimes(leftFolder, 0, 0)
  const halfMinute = 30_000
  // Slow enough that neither a heartbeat nor a sweep can cause what the test observes.
  worker = await startWorker(fixture.helm, {
    ...workerSettings(),
    concurrency: 1,
    leaseSeconds,
    graceSeconds: 0,
    watch: null,
    heartbeatMs: halfMinute,
    sweepMs: halfMinute,
  })
}, 120_000)
afterAll(async () => {
  await worker.stop()
  delete process.env.TMPDIR
  await fixture.remove()
}, 60_000)

describe("A worker whose only slot is taken by an install that does not become ready", {
  timeout: 60_000,
}, () => {
  it("still renders previews, keeps its lease by its heartbeat alone, and cancels immediately on request", async () => {
    const tenantId = await fixture.tenant("lanes")
    const gate = new Gate(fixture.sandbox, "tenant-lanes")
    gate.close()
    const options = { valuesOverride: { gated: true }, timeout: 60 }
    const accepted = installReleaseSchema.parse({ ...gatedChart, tenantId, releaseName: "stuck", ...options })
    const { operationId } = await installRelease(actor, accepted)
    await expect.poll(() => gate.isWaitedFor("stuck"), { timeout: 30_000 }).toBe(true)
    const row = () => prismaClient().operation.findUniqueOrThrow({ where: { id: operationId } })
    const { leaseUntil } = await row()

    const another = installReleaseSchema.parse({ ...gatedChart, tenantId, releaseName: "another" })
    const preview = await previewRelease(actor, { kind: "INSTALL", ...another })
    expect(preview.resources).toMatchObject([{ kind: "Deployment" }])

    const lines = () => prismaClient().operationLine.count({ where: { operationId } })
    await expect.poll(lines, { timeout: 10_000 }).toBeGreaterThan(1)
    expect((await row()).leaseUntil).toEqual(leaseUntil)

    await cancelOperation(actor, operationId)
    await expect.poll(async () => (await row()).state, { timeout: 20_000 }).toBe("CANCELLED")
    gate.open()
  })
})

it("deletes the credentials that a killed worker left when it starts", async () => {
  await expect
    .poll(() =>
      access(leftFolder).then(
        () => true,
        () => false,
      ),
    )
    .toBe(false)
})
