import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { prismaClient } from "@/lib/platform/db/client"
import { tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { packSmallChart, smallChart } from "@/tools/testing/small-chart"
import { type RunningWorker, startWorker } from "./start-worker"

let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient

/** A chart that renders a value as a template, as many charts do. */
const peeking = new Map(
  Object.entries({
    "Chart.yaml": "apiVersion: v2\nname: peek\nversion: 1.0.0\n",
    "values.yaml": "text: nothing\n",
    "templates/configmap.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
data:
  text: {{ tpl .Values.text . | quote }}
`,
  }).map(([path, text]) => [path, Buffer.from(text)] as const),
)

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await packSmallChart()
  const folder = join(fixture.folder, "peek")
  await mkdir(folder)
  await writeFile(join(folder, "peek-1.0.0.tgz"), packChart("peek", peeking))
  process.env.SLIPWAY_CHARTS_FOLDER = `peek=${folder}`
  worker = await startWorker(fixture.helm)
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 60_000)

const smallInstall = { chartName: smallChart, chartVersion: "1.0.0", timeout: 30 }

async function installed(tenant: string, valuesOverride: object = {}): Promise<string> {
  const tenantId = await fixture.tenant(tenant)
  const accepted = await client.install({ tenantId, releaseName: "app", ...smallInstall, valuesOverride })
  expect((await client.done(accepted)).error).toBeNull()
  return accepted.body.id
}

/** Everything that the API returns for a release, and the objects in its namespace. */
async function readEverything(id: string, tenant: string) {
  const { store } = fixture.sandbox.cluster
  return {
    release: (await client.get(id)).body,
    history: (await client.get(id, "/history", "/history")).body,
    audit: await prismaClient().auditEntry.count(),
    objects: store.storages().flatMap((storage) => store.list(storage, `tenant-${tenant}`)),
  }
}

const configMapOf = (preview: { resources: { kind: string }[] }) =>
  preview.resources.find(({ kind }) => kind === "ConfigMap")

describe("A preview", { timeout: 60_000 }, () => {
  it("of an upgrade, a rollback and an uninstall shows the changes and changes nothing", async () => {
    const id = await installed("seen", { greeting: "first" })
    const second = { valuesOverride: { greeting: "second" }, chartVersion: "1.1.0" }
    expect((await client.done(await client.change(id, "upgrade", second))).error).toBeNull()
    const before = await readEverything(id, "seen")

    const third = { chartVersion: "1.2.0", valuesOverride: { greeting: "third" } }
    const upgrade = await client.preview({ kind: "UPGRADE", releaseId: id, ...third })
    expect(upgrade.body).toMatchObject({ fromChartVersion: "1.1.0", toChartVersion: "1.2.0" })
    expect(configMapOf(upgrade.body)).toMatchObject({ change: "changed" })
    const rollback = await client.preview({ kind: "ROLLBACK", releaseId: id, targetRevision: 1 })
    expect(rollback.status, rollback.text).toBe(200)
    expect(rollback.body).toMatchObject({ fromChartVersion: "1.1.0", toChartVersion: "1.0.0" })
    expect(configMapOf(rollback.body)).toMatchObject({
      change: "changed",
      diff: expect.stringMatching(/-.*second[\s\S]*\+.*first/),
    })
    const uninstall = await client.preview({ kind: "UNINSTALL", releaseId: id })
    expect(uninstall.body).toMatchObject({ fromChartVersion: "1.1.0", toChartVersion: null })
    expect(configMapOf(uninstall.body)).toMatchObject({ change: "removed" })

    expect(await readEverything(id, "seen")).toEqual(before)
  })

  it("and a rollback return 422 at /targetRevision when the revision never existed", async () => {
    const id = await installed("unknown")
    const accepted = { kind: "ROLLBACK", releaseId: id, targetRevision: 7 }
    for (const response of [
      await client.preview(accepted),
      await client.change(id, "rollback", { targetRevision: 7 }),
    ]) {
      expect([response.status, response.body.code]).toEqual([422, "unknown_revision"])
      expect(response.body.errors[0].pointer).toBe("/targetRevision")
    }
    const last = await client.change(id, "rollback/last-successful", {})
    expect([last.status, last.body.code], "there is no revision before the first").toEqual([
      409,
      "unknown_revision",
    ])
  })

  it("shows nothing from the namespace of another tenant", async () => {
    const ownTenant = await fixture.tenant("curious")
    await new HelmByHand(fixture, "tenant-other").install("keys", "1.0.0", { apiKey: "of-another-tenant" })
    const limited = new ReleaseClient(await tokenCaller(["releases:write"], { tenants: [ownTenant] }))
    const text =
      '{{ range (lookup "v1" "Secret" "tenant-other" "").items }}found {{ .metadata.name }}{{ end }}'
    const accepted = { tenantId: ownTenant, releaseName: "peek", chartName: "peek", chartVersion: "1.0.0" }
    const body = { kind: "INSTALL", ...accepted, valuesOverride: { text } }
    for (const caller of [client, limited]) {
      const preview = await caller.preview(body)
      expect(preview.status, preview.text).toBe(200)
      expect(preview.text).not.toContain("found keys")
    }
  })
})

describe("A revision that a killed Helm left pending", { timeout: 60_000 }, () => {
  it("is repaired by the next upgrade and audited", async () => {
    const id = await installed("pending")
    expect(
      (await client.done(await client.change(id, "upgrade", { chartVersion: "1.1.0" }))).error,
    ).toBeNull()
    await new HelmByHand(fixture, "tenant-pending").markPending("app", 2, 16)
    expect(
      (await client.done(await client.change(id, "upgrade", { chartVersion: "1.2.0" }))).error,
    ).toBeNull()
    expect((await client.get(id)).body).toMatchObject({ status: "DEPLOYED", chartVersion: "1.2.0" })
    const entries = (await client.call("GET", "audit", "audit?limit=500")).body
    const repaired = entries.filter(({ action }: { action: string }) => action === "release.repaired")
    expect(repaired).toMatchObject([{ subjectId: id, detail: { repaired: expect.stringMatching(/\w/) } }])
  })
})

describe("The values of an upgrade", { timeout: 60_000 }, () => {
  it.each([
    [
      "are merged over the previous values by default, on top of the chart's defaults",
      {},
      { greeting: "kept", refuse: false },
    ],
    ["replace the previous values with `reset`", { valuesMode: "reset" }, { refuse: false }],
    [
      "are merged over the previous values with `reuse`",
      { valuesMode: "reuse" },
      { greeting: "kept", refuse: false },
    ],
  ])("%s", async (name, mode, expected) => {
    const tenant = `mode-${name.length}`
    const id = await installed(tenant, { greeting: "kept" })
    const accepted = { chartVersion: "1.1.0", valuesOverride: { refuse: false }, ...mode }
    expect((await client.done(await client.change(id, "upgrade", accepted))).error).toBeNull()
    expect((await client.get(id)).body.valuesOverride).toEqual(expected)
    const map = fixture.sandbox.cluster.store.get("/configmaps", `tenant-${tenant}`, "app")
    const greeting = "greeting" in expected ? expected.greeting : "hello"
    expect(map).toMatchObject({ data: { version: "1.1.0", greeting } })
  })
})
