import { afterAll, beforeAll, expect, it } from "vitest"
import { z } from "zod"
import { prismaClient } from "@/lib/platform/db/client"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"
import type { RouteResponse } from "@/tools/testing/call-route"
import { tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { customKinds, largeChart, largeChartObjects } from "@/tools/testing/large-chart"
import { addChart } from "@/tools/testing/local-chart"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { operationIdOf, ReleaseClient } from "@/tools/testing/release-requests"
import { SandboxProcess } from "@/tools/testing/sandbox-process"
import { packSmallChart, smallChart } from "@/tools/testing/small-chart"
import { withoutBlocking } from "@/tools/testing/without-blocking"

let fixture: ReleaseFixture
let worker: RunningWorker
let cluster: SandboxProcess
let client: ReleaseClient

beforeAll(async () => {
  fixture = await createReleaseFixture()
  cluster = await SandboxProcess.startInstead(fixture)
  await packSmallChart()
  await addChart("large", largeChart())
  worker = await startWorker(fixture.helm)
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await cluster.stop()
  await fixture.remove()
}, 60_000)

async function succeeds(accepted: RouteResponse): Promise<void> {
  const { state, error } = await client.done(accepted)
  expect({ state, error }).toEqual({ state: "SUCCEEDED", error: null })
  // One worker held the lease the whole time: the operation was not interrupted and taken over.
  const { fence } = await prismaClient().operation.findUniqueOrThrow({
    where: { id: operationIdOf(accepted) },
  })
  expect(fence).toBe(1)
}

const isRunning = async (accepted: RouteResponse) =>
  (await client.operation(operationIdOf(accepted))).body.state === "RUNNING"

async function previewed(body: Record<string, unknown>) {
  const { status, text, body: preview } = await withoutBlocking(() => client.preview(body))
  expect(status, text.slice(0, 1_000)).toBe(200)
  return preview
}

const kinds = ["configmaps", "services", "secrets", "deployments", ...Object.values(customKinds)]
const namedSchema = z.object({ metadata: z.object({ name: z.string() }) })

/** How many objects of the chart are in the cluster. */
async function objects(): Promise<number> {
  const objects = await new HelmByHand(fixture, "tenant-large").objects(kinds.join(","))
  return objects.filter((object) => /^big(-\w+)*$/.test(namedSchema.parse(object).metadata.name)).length
}

it("A chart of 107 objects and over 4 MB is previewed, installed, upgraded and uninstalled in steps of less than 50 ms while another tenant's release is upgraded", async () => {
  const tenantId = await fixture.tenant("large", { clusterScoped: true })
  const other = await client.install({
    tenantId: await fixture.tenant("neighbor"),
    releaseName: "app",
    chartName: smallChart,
    chartVersion: "1.0.0",
    timeout: 60,
  })
  await succeeds(other)

  const body = { tenantId, releaseName: "big", chartName: "large", chartVersion: "1.0.0", timeout: 120 }
  const install = await previewed({ kind: "INSTALL", ...body })
  expect(install).toMatchObject({ problems: [], validated: false })
  expect(install.warnings).toContain(
    "The cluster did not validate objects whose CRDs are not installed yet: Alert (large.example.com/v1), Monitor (large.example.com/v1), Probe (large.example.com/v1). The install adds the CRDs first.",
  )
  expect(install.resources).toHaveLength(largeChartObjects)

  const { previewDigest } = install
  const { id } = await withoutBlocking(async () => {
    const accepted = await client.install({ ...body, previewDigest })
    await expect.poll(() => isRunning(accepted), { timeout: 30_000 }).toBe(true)
    const greeting = "hello from the neighbor"
    await succeeds(await client.change(other.body.id, "upgrade", { valuesOverride: { greeting } }))
    await succeeds(accepted)
    return accepted.body
  })
  expect(await objects()).toBe(largeChartObjects)
  const { manifest } = (await client.revision(id, 1)).body
  expect(manifest.length).toBeGreaterThan(4_000_000)
  expect(manifest).not.toContain("a-password-of-the-chart")

  const upgrade = { valuesOverride: { round: 2 }, timeout: 120 }
  expect(await previewed({ kind: "UPGRADE", releaseId: id, ...upgrade })).toMatchObject({
    problems: [],
    warnings: [],
    validated: true,
  })
  await withoutBlocking(async () => succeeds(await client.change(id, "upgrade", upgrade)))
  await withoutBlocking(async () => succeeds(await client.uninstall(id)))
  expect(await objects()).toBe(0)
}, 240_000)
