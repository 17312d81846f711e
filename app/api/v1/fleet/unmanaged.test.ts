import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { createQuarantine, liftQuarantine } from "@/lib/policy/quarantine/write-quarantine"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"
import type { RouteResponse } from "@/tools/testing/call-route"
import { tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { fixtureChart } from "@/tools/testing/test-sandbox"

let fixture: ReleaseFixture
let worker: RunningWorker
let admin: ReleaseClient
let pipeline: ReleaseClient
let acme: string

beforeAll(async () => {
  fixture = await createReleaseFixture()
  acme = await fixture.tenant("acme")
  admin = new ReleaseClient(await tokenCaller(["admin"], { name: "an admin" }))
  pipeline = new ReleaseClient(await tokenCaller(["releases:write"], { name: "ci" }))
  worker = await startWorker(fixture.helm)
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 60_000)

const soon = { timeout: 20_000, interval: 150 }
const nowhere = "01900000-0000-7000-8000-000000000000"
const byHand = (namespace: string) => new HelmByHand(fixture, namespace)
const list = (client: ReleaseClient, query = "") =>
  client.call("GET", "helm/unmanaged", `helm/unmanaged${query}`)
const adopt = (client: ReleaseClient, body: Record<string, unknown>): Promise<RouteResponse> =>
  client.call("POST", "helm/unmanaged/adopt", "helm/unmanaged/adopt", { body })
const adoption = (releaseName: string, more: Record<string, unknown> = {}) => ({
  cluster: "sandbox",
  namespace: "tenant-acme",
  releaseName,
  tenantId: acme,
  ...more,
})
const foundRelease = (releaseName: string, what: Record<string, unknown> = {}) =>
  vi.waitFor(async () => {
    const { body } = await list(admin, `?q=${releaseName}`)
    expect(body).toMatchObject([{ releaseName, ...what }])
    return body[0]
  }, soon)

describe("GET /api/v1/helm/unmanaged", { timeout: 60_000 }, () => {
  it("lists releases installed outside Slipway within seconds, with their chart and tenant", async () => {
    await byHand("tenant-acme").install("seen", "1.0.0")
    const what = { chartName: "matih-ai-service", chartVersion: "1.0.0", status: "deployed", revision: 1 }
    const one = await foundRelease("seen", { ...what, tenantSlug: "acme", cluster: "sandbox" })
    const attention = await admin.call("GET", "helm/releases/attention", "helm/releases/attention")
    expect(attention.body).toMatchObject([
      { kind: "unmanaged", total: 1, items: [{ releaseId: null, releaseName: "seen", tenantName: "acme" }] },
    ])
    await byHand("tenant-acme").upgrade("seen", "1.1.0")
    await foundRelease("seen", { id: one.id, revision: 2, chartVersion: "1.1.0" })
    await byHand("tenant-acme").uninstall("seen")
    await vi.waitFor(async () => expect((await list(admin, "?q=seen")).body).toEqual([]), soon)
  })

  it("lists only releases in the tenant's namespace for a token limited to a tenant", async () => {
    await byHand("tenant-acme").install("of-acme", "1.0.0")
    await byHand("elsewhere").install("of-no-tenant", "1.0.0")
    await foundRelease("of-acme")
    await foundRelease("of-no-tenant", { tenantId: null })
    const limited = new ReleaseClient(await tokenCaller(["releases:read"], { tenants: [acme] }))
    const names = (await list(limited)).body.map((one: { releaseName: string }) => one.releaseName)
    expect(names).toEqual(["of-acme"])
    expect((await list(admin, "?adoptable=true")).body).toMatchObject([{ releaseName: "of-acme" }])
    expect((await list(admin, "?adoptable=false")).body).toMatchObject([{ releaseName: "of-no-tenant" }])
    const page = await list(admin, "?limit=1")
    expect(page.body).toMatchObject([{ releaseName: "of-no-tenant" }])
    expect(page.headers.get("link")).toContain('rel="next"')
  })

  it("does not list releases installed by Slipway", async () => {
    const body = { tenantId: acme, releaseName: "own", chartName: "matih-ai-service", chartVersion: "1.0.0" }
    expect((await pipeline.done(await pipeline.install(body))).state).toBe("SUCCEEDED")
    await foundRelease("of-acme")
    expect((await list(admin, "?q=own")).body).toEqual([])
    expect(await prismaClient().unmanagedRelease.count({ where: { releaseName: "own" } })).toBe(0)
  })
})

describe("POST /api/v1/helm/unmanaged/adopt", { timeout: 60_000 }, () => {
  it("adopts a release that runs a quarantined version, as nothing is deployed", async () => {
    await byHand("tenant-acme").install("bad-version", "1.0.0")
    await foundRelease("bad-version")
    const chart = { chartName: "matih-ai-service", chartVersion: "1.0.0" }
    const { id } = await createQuarantine(systemActor("test"), { ...chart, reason: "Loses writes." })
    expect((await adopt(pipeline, adoption("bad-version"))).status).toBe(201)
    const listed = await pipeline.call("GET", "helm/releases", "helm/releases?quarantined=true&q=bad-version")
    expect(listed.body).toMatchObject([{ releaseName: "bad-version", chartVersion: "1.0.0" }])
    await liftQuarantine(systemActor("test"), id, {})
  })

  it("returns the release with Helm's complete history, and allows upgrade, rollback and uninstall", async () => {
    const canary = "canary-55e0c2d1"
    await byHand("tenant-acme").install("taken", "1.0.0", { replicaCount: 1, apiKey: canary })
    await byHand("tenant-acme").upgrade("taken", "1.1.0", { replicaCount: 2 })
    const adopted = await adopt(pipeline, adoption("taken"))
    expect(adopted.status, adopted.text).toBe(201)
    const { id } = adopted.body
    expect(adopted.headers.get("location")).toBe(`/api/v1/helm/releases/${id}`)
    expect(adopted.body).toMatchObject({
      status: "DEPLOYED",
      revision: 2,
      outOfBand: true,
      inCluster: true,
      tenantSlug: "acme",
      repository: "demo",
      chartName: "matih-ai-service",
      chartVersion: "1.1.0",
      createdBy: "ci",
      valuesOverride: { replicaCount: 2, apiKey: "••••••••" },
    })
    const history = await pipeline.get(id, "/history", "/history")
    const outside = { operation: "OUT_OF_BAND", performedBy: "outside Slipway", status: "DEPLOYED" }
    expect(history.body).toMatchObject([
      { revision: 2, ...outside, chartVersion: "1.1.0", current: true },
      { revision: 1, ...outside, chartVersion: "1.0.0", current: false },
    ])
    expect((await list(admin, "?q=taken")).body).toEqual([])
    expect(await prismaClient().auditEntry.findMany({ where: { subjectId: id } })).toMatchObject([
      { action: "release.adopted", actorName: "ci" },
    ])

    const upgraded = await pipeline.change(id, "upgrade", { chartVersion: "2.0.0", timeout: 60 })
    expect((await pipeline.done(upgraded)).error).toBeNull()
    expect((await pipeline.get(id)).body).toMatchObject({ revision: 3, outOfBand: false })
    const rollback = await pipeline.change(id, "rollback", { targetRevision: 1 })
    expect((await pipeline.done(rollback)).error).toBeNull()
    expect((await pipeline.get(id)).body).toMatchObject({ revision: 4, chartVersion: "1.0.0" })
    expect((await pipeline.done(await pipeline.uninstall(id))).state).toBe("SUCCEEDED")

    const rows = await prismaClient().$queryRaw<{ row: string }[]>`
      SELECT to_jsonb(r)::text AS row FROM release_revision r UNION ALL SELECT to_jsonb(r)::text FROM helm_release r
      UNION ALL SELECT to_jsonb(a)::text FROM audit_entry a UNION ALL SELECT to_jsonb(u)::text FROM unmanaged_release u`
    const allTexts = [adopted.text, history.text, ...rows.map(({ row }) => row)].join("\n")
    expect(allTexts).not.toContain(canary)
    expect(allTexts).not.toContain(Buffer.from(canary).toString("base64").replace(/=+$/, ""))
  })

  it("records a concurrent external change as such", async () => {
    await byHand("tenant-acme").install("racing", "1.0.0")
    const { body } = await adopt(pipeline, adoption("racing"))
    await byHand("tenant-acme").upgrade("racing", "1.1.0")
    await vi.waitFor(async () => {
      expect((await pipeline.get(body.id)).body).toMatchObject({ revision: 2, chartVersion: "1.1.0" })
    }, soon)
  })

  it("returns 409 for a managed release, and for all but one of several concurrent requests", async () => {
    await byHand("tenant-acme").install("twice", "1.0.0")
    const responses = await Promise.all([adopt(pipeline, adoption("twice")), adopt(admin, adoption("twice"))])
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 409])
    const repeated = await adopt(admin, adoption("twice"))
    expect(repeated.body).toMatchObject({ status: 409, code: "release_managed" })
  })

  it("returns 404 for a release that Helm does not have or the token cannot see", async () => {
    expect((await adopt(pipeline, adoption("never"))).status).toBe(404)
    await byHand("hidden").install("secretive", "1.0.0")
    const limited = new ReleaseClient(await tokenCaller(["releases:write"], { tenants: [acme] }))
    expect((await adopt(limited, adoption("secretive", { namespace: "hidden" }))).status).toBe(404)
  })

  it("returns 422 with a pointer for an unknown cluster, tenant or repository", async () => {
    const other = await fixture.tenant("other")
    const pointers = async (body: Record<string, unknown>) => {
      const response = await adopt(pipeline, body)
      expect(response.status, response.text).toBe(422)
      return response.body.errors.map(({ pointer }: { pointer: string }) => pointer)
    }
    await byHand("tenant-acme").install("fitting", "1.0.0")
    expect(await pointers(adoption("fitting", { cluster: "sandbo" }))).toEqual(["/cluster"])
    expect(await pointers(adoption("fitting", { tenantId: nowhere }))).toEqual(["/tenantId"])
    expect(await pointers(adoption("fitting", { tenantId: other }))).toEqual(["/tenantId"])
    expect(await pointers(adoption("fitting", { repository: "nothing" }))).toEqual(["/repository"])
    expect(await pointers(adoption("fitting", { namespace: "unassigned" }))).toEqual(["/tenantId"])
  })

  it("assigns a namespace to an empty tenant only for an admin", async () => {
    const empty = await fixture.tenant("empty")
    await byHand("team-seven").install("moving", "1.0.0")
    const body = adoption("moving", { namespace: "team-seven", tenantId: empty })
    expect((await adopt(pipeline, body)).status).toBe(422)
    expect((await adopt(admin, adoption("moving", { namespace: "team-seven" }))).body.detail).toContain(
      "run there",
    )
    const adopted = await adopt(admin, body)
    expect(adopted.status, adopted.text).toBe(201)
    const tenant = await prismaClient().tenant.findUniqueOrThrow({ where: { id: empty } })
    expect(tenant.namespace).toBe("team-seven")
  })

  it("adopts a release whose chart is in no repository, and names the missing repository at an upgrade", async () => {
    await byHand("tenant-acme").installFolder("stray", fixtureChart("demo"))
    const { status, body } = await adopt(pipeline, adoption("stray"))
    expect(status).toBe(201)
    expect(body.repository).toBe("")
    const refused = await pipeline.change(body.id, "upgrade", { chartVersion: "9.9.9" })
    expect(refused.status).toBe(422)
    expect(refused.body.errors[0].message).toContain("Add its repository to upgrade")
    expect((await pipeline.done(await pipeline.uninstall(body.id))).state).toBe("SUCCEEDED")
  })
})
