import { hostname } from "node:os"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { readManifest } from "@/lib/platform/yaml/read-yaml"
import { tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { addChart } from "@/tools/testing/local-chart"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { packSmallChart, smallChart } from "@/tools/testing/small-chart"
import { runOperation } from "./run-operation"
import { type RunningWorker, startWorker } from "./start-worker"
import { workerSettings } from "./worker-settings"

let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient

const crd = (kind: string, plural: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.example.com
spec:
  group: example.com
  names: 
    kind: ${kind}
    plural: ${plural}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`
const asJson = (yaml: string) => JSON.stringify(readManifest(yaml)[0])
const object = (kind: string) =>
  `apiVersion: example.com/v1\nkind: ${kind}\nmetadata:\n  name: {{ .Release.Name }}\nspec: { size: 3 }\n`

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:1" }] }
`

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packSmallChart()
  await addChart("sized", { "values.yaml": "replicas: 1\n", "templates/web.yaml": deployment })
  await addChart("cogs", {
    "crds/cogs.json": asJson(crd("Cog", "cogs")),
    "templates/cog.yaml": object("Cog"),
  })
  await addChart("cranks", {
    "crds/cranks.yaml": crd("Crank", "cranks"),
    "templates/crank.yaml": object("Crank"),
  })
  await addChart("gears", { "templates/gear.yaml": object("Gear") })
  worker = await startWorker(fixture.helm, { ...workerSettings(), watch: null })
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 60_000)

async function installed(slug: string, chartName: string, valuesOverride = {}): Promise<string> {
  const tenantId = await fixture.tenant(slug)
  const body = { tenantId, releaseName: "app", chartName, chartVersion: "1.0.0", timeout: 30, valuesOverride }
  const accepted = await client.install(body)
  expect((await client.done(accepted)).error).toBeNull()
  return accepted.body.id
}

async function previewed(body: Record<string, unknown>) {
  const response = await client.preview(body)
  expect(response.status, response.text).toBe(200)
  return response.body
}

const scale = (slug: string, replicas: number) =>
  new HelmByHand(fixture, `tenant-${slug}`).kubernetes(
    "PATCH",
    `/apis/apps/v1/namespaces/tenant-${slug}/deployments/app?fieldManager=kubectl-scale`,
    { spec: { replicas } },
  )
const replicasOf = (slug: string) =>
  fixture.sandbox.cluster.store.get("apps/deployments", `tenant-${slug}`, "app")

const conflict = {
  reason: "CONFLICT",
  kind: "Deployment",
  name: "app",
  field: ".spec.replicas",
  manager: "kubectl-scale",
}
const overwrites = "This overwrites .spec.replicas of Deployment app, changed by kubectl-scale."

describe("A release that was scaled by hand", { timeout: 90_000 }, () => {
  it("shows a conflict in the upgrade preview and is overwritten with forceConflicts", async () => {
    const id = await installed("scaled", "sized", { replicas: 1 })
    expect(await scale("scaled", 3)).toBe(200)
    const body = { valuesOverride: { replicas: 2 }, timeout: 30 }
    const preview = await previewed({ kind: "UPGRADE", releaseId: id, ...body })
    expect(preview).toMatchObject({ problems: [conflict], warnings: [] })
    const failed = await client.done(await client.change(id, "upgrade", body))
    expect(failed).toMatchObject({
      state: "FAILED",
      error: expect.stringMatching(/managed by kubectl-scale.*forceConflicts/),
    })

    const forced = { ...body, forceConflicts: true }
    const overwriting = await previewed({ kind: "UPGRADE", releaseId: id, ...forced })
    expect(overwriting).toMatchObject({ problems: [], warnings: [overwrites], validated: true })
    const { previewDigest } = overwriting
    const upgraded = await client.done(await client.change(id, "upgrade", { ...forced, previewDigest }))
    expect(upgraded.error).toBeNull()
    expect(replicasOf("scaled")).toMatchObject({ spec: { replicas: 2 } })
    const audit = (await client.call("GET", "audit", `audit?subjectId=${id}`)).body
    expect(
      audit.find(({ action }: { action: string }) => action === "release.upgrade_requested"),
    ).toMatchObject({
      detail: { forceConflicts: true },
    })
  })

  it("shows a conflict in the rollback preview too", async () => {
    const id = await installed("rolled", "sized", { replicas: 1 })
    await client.done(await client.change(id, "upgrade", { valuesOverride: { replicas: 2 }, timeout: 30 }))
    await scale("rolled", 5)
    const rollback = { kind: "ROLLBACK", releaseId: id, targetRevision: 1 }
    expect(await previewed(rollback)).toMatchObject({ problems: [conflict] })
    expect(await previewed({ ...rollback, forceConflicts: true })).toMatchObject({
      problems: [],
      warnings: [overwrites],
    })
    const accepted = await client.change(id, "rollback", { targetRevision: 1, forceConflicts: true })
    expect((await client.done(accepted)).error).toBeNull()
    expect(replicasOf("rolled")).toMatchObject({ spec: { replicas: 1 } })
  })
})

describe("A chart with kinds that the cluster does not have", { timeout: 60_000 }, () => {
  it("is previewed and installed when the chart contains the CRDs", async () => {
    const tenantId = await fixture.tenant("cogs", { clusterScoped: true })
    const body = { tenantId, releaseName: "app", chartName: "cogs", chartVersion: "1.0.0", timeout: 30 }
    const preview = await previewed({ kind: "INSTALL", ...body })
    expect(preview).toMatchObject({
      validated: false,
      warnings: [
        "The cluster did not validate objects whose CRDs are not installed yet: Cog (example.com/v1). The install adds the CRDs first.",
        expect.stringContaining("The first install creates the tenant's account"),
      ],
      problems: [],
      resources: [{ kind: "Cog", change: "added" }],
    })
    const accepted = await client.install({ ...body, previewDigest: preview.previewDigest })
    expect((await client.done(accepted)).error).toBeNull()
  })

  it("reports that the tenant may not add the CRDs", async () => {
    const tenantId = await fixture.tenant("confined-cogs")
    const body = { tenantId, releaseName: "app", chartName: "cranks", chartVersion: "1.0.0" }
    expect(await previewed({ kind: "INSTALL", ...body })).toMatchObject({
      problems: [{ reason: "FORBIDDEN", kind: "CustomResourceDefinition", name: "cranks.example.com" }],
    })
  })

  it("names the missing kind when no CRD provides it", async () => {
    const tenantId = await fixture.tenant("gears")
    const body = { tenantId, releaseName: "app", chartName: "gears", chartVersion: "1.0.0" }
    expect(await previewed({ kind: "INSTALL", ...body })).toMatchObject({
      validated: false,
      problems: [{ reason: "UNKNOWN_KIND", kind: "Gear", message: expect.stringContaining("no kind Gear") }],
    })
  })
})

describe("A preview of an object that the API server rejects", { timeout: 60_000 }, () => {
  it("reports a problem", async () => {
    const id = await installed("refused", smallChart)
    const body = { chartVersion: "1.1.0", valuesOverride: { spoil: true } }
    expect(await previewed({ kind: "UPGRADE", releaseId: id, ...body })).toMatchObject({
      problems: [{ reason: "REJECTED", kind: "ConfigMap", name: "Not_A_Name" }],
    })
  })
})

describe("A preview while the cluster is unavailable", { timeout: 60_000 }, () => {
  it("returns 503 with Retry-After", async () => {
    const id = await installed("away", smallChart)
    fixture.sandbox.faults.set({ mode: "error", status: 503 })
    try {
      const response = await client.preview({ kind: "UPGRADE", releaseId: id, chartVersion: "1.1.0" })
      expect([response.status, response.body.code]).toEqual([503, "preview_failed"])
      expect(response.headers.get("retry-after")).toBe("10")
    } finally {
      fixture.sandbox.faults.clear()
    }
  })
})

describe("A preview that runs out of time", { timeout: 60_000 }, () => {
  it("returns 503 with Retry-After", async () => {
    const id = await installed("slow", smallChart)
    const faults = fixture.sandbox.faults.set({ mode: "hang", pathPart: "/openapi" })
    const preview = client.preview({ kind: "UPGRADE", releaseId: id, chartVersion: "1.1.0" })
    try {
      await expect.poll(() => faults.length, { timeout: 30_000 }).toBeGreaterThan(0)
      const running = { kind: "PREVIEW" as const, state: "RUNNING" as const }
      const row = await prismaClient().operation.findFirstOrThrow({ where: running })
      const lapsed = { leaseUntil: new Date(0), requestedAt: new Date(Date.now() - 57_000) }
      await prismaClient().operation.update({ where: { id: row.id }, data: lapsed })
      await runOperation(row.id, {
        holder: `${hostname()}/2/other`,
        helm: fixture.helm,
        settings: workerSettings(),
        previews: true,
        running: new Map(),
        stopping: new AbortController().signal,
      })
      const response = await preview
      expect([response.status, response.body.code]).toEqual([503, "preview_late"])
      expect(response.headers.get("retry-after")).toBe("10")
      expect(response.body.detail).toBe("The preview took longer than 60 s. Nothing was changed. Try again.")
    } finally {
      fixture.sandbox.faults.clear()
    }
  })
})
