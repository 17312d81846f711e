import { mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeAll, describe, expect, it, vi } from "vitest"
import { search as route } from "@/app/api/v1/console/routes"
import { deployments, deploymentTenants } from "@/app/api/v1/deployments/routes"
import type { Search, SearchHit, SearchKind } from "@/lib/console/search/schema"
import { searchSchema } from "@/lib/console/search/schema"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { systemActor } from "@/lib/identity/auth/actor"
import { annulDeployment, restoreDeployment } from "@/lib/ledger/deployments/annul-deployment"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { seedRelease } from "@/tools/testing/seed-release"

const commit = "c0ffee1234567890c0ffee1234567890c0ffee12"
let admin: Caller
let shippedId: string

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "slipway-listed-"))
  const source = "apiVersion: v2\nname: only-listed\nversion: 0.3.1\n"
  const packed = packChart("only-listed", new Map([["Chart.yaml", Buffer.from(source)]]))
  await writeFile(join(folder, "only-listed-0.3.1.tgz"), packed)
  vi.stubEnv("SLIPWAY_CHARTS_FOLDER", `listing=${folder}`)
  admin = await tokenCaller(["deployments:write", "releases:write"], { name: "all" })
  const by = { imageTag: "v2.1.0", gitCommit: commit, gitBranch: "feature/PAY-77", initiatedBy: "maya" }
  await record({ ...by, environment: "dev", deployedAt: "2026-02-12T10:00:00Z" })
  const shipped = await record({
    ...by,
    environment: "prod",
    deployedAt: "2026-02-13T10:00:00Z",
    helmChartVersion: "matih-ai-service-1.4.0",
    notes: "Asked for in OPS-1234, see #88.",
  })
  shippedId = shipped.id
  // Replaces v2.1.0 in dev.
  await record({ imageTag: "v2.2.0", environment: "dev", deployedAt: "2026-02-14T10:00:00Z" })
  const at = new Date("2026-03-01T08:00:00Z")
  await seedRelease({ tenant: "aurora", appVersion: "2.1.0", by: "jonas", at, tags: { region: "eu-west" } })
  await seedRelease({ tenant: "bluefin", chartName: "matih-ai-service", chartVersion: "1.4.0", at })
  await seedRelease({
    tenant: "cedar",
    chartName: "matih-ai-service",
    chartVersion: "1.3.0",
    at,
    description: "OPS-9",
  })
  await seedRelease({ tenant: "dune", appVersion: "2.1.0", status: "UNINSTALLED", at })
})

async function record(body: Record<string, unknown>) {
  const path = "/api/v1/platform/deployments"
  const response = await callRoute(deployments, "POST", { caller: admin, path, body })
  expect(response.status, response.text).toBe(201)
  return response.body
}

async function search(q: string, caller = admin, more = ""): Promise<Search> {
  const path = `/api/v1/search?q=${encodeURIComponent(q)}${more}`
  const { status, body, text } = await callRoute(route, "GET", { caller, path })
  expect(status, text).toBe(200)
  return searchSchema.parse(body)
}

async function hit(kind: SearchKind, q: string, caller?: Caller): Promise<SearchHit | undefined> {
  const { groups } = await search(q, caller)
  return groups.find((group) => group.kind === kind)?.hits[0]
}

const tenantsOf = (hitFound: SearchHit | undefined) =>
  hitFound?.tenants.items.map(({ tenantSlug }) => tenantSlug).sort()

describe("GET /search", () => {
  it("returns 200 with the environments and tenants that run a commit, since when and by whom", async () => {
    const commitHit = await hit("commit", "C0FFEE12")
    expect(commitHit).toMatchObject({ label: "c0ffee1", detail: "v2.1.0 of platform", exact: false })
    expect(commitHit?.environments).toEqual({
      total: 1,
      items: [
        {
          deploymentId: shippedId,
          application: "platform",
          environment: "prod",
          imageTag: "v2.1.0",
          since: "2026-02-13T10:00:00Z",
          by: "maya",
        },
      ],
    })
    expect(tenantsOf(commitHit)).toEqual(["aurora", "bluefin"])
    expect(commitHit?.tenants.items.find(({ tenantSlug }) => tenantSlug === "aurora")).toMatchObject({
      appVersion: "2.1.0",
      since: "2026-03-01T08:00:00Z",
      by: "jonas",
      status: "DEPLOYED",
    })
  })

  it("returns 200 with the same for an image tag, with or without its v", async () => {
    expect(tenantsOf(await hit("imageTag", "v2.1.0"))).toEqual(["aurora", "bluefin"])
    expect(await hit("imageTag", "2.1.0")).toMatchObject({ label: "v2.1.0", exact: true })
  })

  it("returns 200 with the tenants that run a chart version, and the environments that reference it", async () => {
    const versionHit = await hit("chartVersion", "matih-ai-service 1.4")
    expect(versionHit).toMatchObject({ label: "matih-ai-service 1.4.0", environments: { total: 1 } })
    expect(tenantsOf(versionHit)).toEqual(["bluefin"])
    expect(versionHit?.environments.items[0]).toMatchObject({ environment: "prod", imageTag: "v2.1.0" })
  })

  it("returns 200 with an installable chart version that is not installed anywhere", async () => {
    expect(await hit("chartVersion", "only-listed 0.3")).toMatchObject({
      label: "only-listed 0.3.1",
      path: "/charts/listing/only-listed?version=0.3.1",
      tenants: { total: 0 },
    })
    expect(await hit("chartVersion", "v0.3.1")).toMatchObject({ label: "only-listed 0.3.1", exact: true })
  })

  it("returns 200 with a chart version that only the ledger has, with or without its chart", async () => {
    await record({
      environment: "staging",
      imageTag: "v9",
      helmChartVersion: "ledger-chart-7.7.1",
      application: "ledger-only",
    })
    await record({ environment: "staging", imageTag: "v9", helmChartVersion: "8.8.1", application: "bare" })
    expect(await hit("chartVersion", "ledger-chart 7.7")).toMatchObject({
      label: "ledger-chart 7.7.1",
      newest: { environment: "staging", imageTag: "v9" },
      environments: { total: 1 },
      tenants: { total: 0 },
    })
    expect(await hit("chartVersion", "8.8.1")).toMatchObject({
      label: "8.8.1",
      exact: true,
      environments: { total: 1, items: [{ application: "bare" }] },
    })
  })

  it.each<[SearchKind, string, string]>([
    ["branch", "feature/PAY", "feature/PAY-77"],
    ["application", "plat", "platform"],
    ["environment", "pro", "prod"],
    ["person", "may", "maya"],
    ["chart", "matih-ai", "matih-ai-service"],
    ["appVersion", "2.1", "2.1.0"],
    ["tenant", "bluefin", "The bluefin"],
    ["tenant", "eu-west", "The aurora"],
    ["tenant", "tenant-cedar", "The cedar"],
    ["ticket", "OPS-1234", "v2.1.0"],
    ["ticket", "#88", "v2.1.0"],
  ])("returns 200 with a %s for %s", async (kind, q, label) => {
    expect((await hit(kind, q))?.label).toBe(label)
  })

  it("returns 200 with releases by any word of their name, and revisions by the ticket in their note", async () => {
    expect((await hit("release", "cedar matih"))?.label).toMatch(/^cedar-matih-ai-service/)
    expect((await hit("ticket", "OPS-9"))?.label).toMatch(/^cedar-matih-ai-service/)
  })

  it("returns 200 with at most the requested number of each kind, and reports that there are more", async () => {
    const { groups } = await search("tenant-", admin, "&limit=1")
    expect(groups.find(({ kind }) => kind === "tenant")).toMatchObject({ more: true, hits: [{}] })
  })

  it("returns 200 without results when nothing matches", async () => {
    expect(await search("there is no such thing")).toEqual({ q: "there is no such thing", groups: [] })
  })
})

describe("GET /search returns only the part that the caller can read:", () => {
  it("no releases for deployments:read only, and no deployments for releases:read only", async () => {
    const ledgerOnly = await tokenCaller(["deployments:read"])
    expect((await hit("imageTag", "v2.1.0", ledgerOnly))?.tenants.total).toBe(0)
    expect(await hit("tenant", "aurora", ledgerOnly)).toBeUndefined()
    const releasesOnly = await tokenCaller(["releases:read"])
    expect(await hit("imageTag", "v2.1.0", releasesOnly)).toBeUndefined()
    expect((await hit("chartVersion", "1.4.0", releasesOnly))?.environments.total).toBe(0)
  })

  it("only the environments and tenants that a token is limited to", async () => {
    const aurora = await prismaClient().tenant.findUniqueOrThrow({ where: { slug: "aurora" } })
    const scopes = ["deployments:read" as const, "releases:read" as const]
    const limited = await tokenCaller(scopes, { environments: ["dev"], tenants: [aurora.id] })
    const tagHit = await hit("imageTag", "v2.1.0", limited)
    expect(tagHit).toMatchObject({ environments: { total: 0 }, newest: { environment: "dev" } })
    expect(tenantsOf(tagHit)).toEqual(["aurora"])
    expect(await hit("tenant", "bluefin", limited)).toBeUndefined()
    expect(await hit("chart", "matih", limited)).toBeUndefined()
    expect(await hit("environment", "prod", limited)).toBeUndefined()
    expect(await hit("ticket", "OPS-1234", limited)).toBeUndefined()
  })
})

describe("GET /search with an invalid request", () => {
  it("returns 401 for anonymous callers", async () => {
    expect((await callRoute(route, "GET", { caller: anonymous, path: "/api/v1/search?q=v2" })).status).toBe(
      401,
    )
  })

  it.each(["", "?q=a", "?q=v2&limit=21", "?q=v2&kind=tag"])("returns 422 for %s", async (query) => {
    const response = await callRoute(route, "GET", { caller: admin, path: `/api/v1/search${query}` })
    expect(response.status).toBe(422)
  })

  it.each(["'", "a' | 'b", "\\", "%_", "ops-1':*", "日本", "\u0000x"])("does not fail for %j", async (q) => {
    const path = `/api/v1/search?q=${encodeURIComponent(`x${q}`)}`
    expect((await callRoute(route, "GET", { caller: admin, path })).status).toBeLessThan(500)
  })
})

describe("GET /platform/deployments/{id}/tenants", () => {
  const getShipped = (caller: Caller, id = shippedId, query = "") =>
    callRoute(deploymentTenants, "GET", {
      caller,
      path: `/api/v1/platform/deployments/${id}/tenants${query}`,
      params: { id },
    })

  it("returns 200 with the tenants of its chart version and of its tag, in pages", async () => {
    const { body } = await getShipped(admin)
    expect(body.map((row: { tenantSlug: string }) => row.tenantSlug)).toEqual(["bluefin", "aurora"])
    const first = await getShipped(admin, shippedId, "?limit=1")
    expect(first.body).toHaveLength(1)
    const next = /cursor=([^>&]+)/.exec(first.headers.get("link") ?? "")?.[1]
    const second = await getShipped(admin, shippedId, `?limit=1&cursor=${next}`)
    expect(second.body).toMatchObject([{ tenantSlug: "aurora" }])
    expect(second.headers.get("link")).toBeNull()
  })

  it("returns 200 for an annulled deployment", async () => {
    await annulDeployment(systemActor("test"), shippedId, "Recorded by mistake.")
    expect(await getShipped(admin)).toMatchObject({ status: 200 })
    expect((await getShipped(admin)).body).toHaveLength(2)
    await restoreDeployment(systemActor("test"), shippedId)
  })

  it("returns 200 with only the caller's tenants", async () => {
    const { id } = await prismaClient().tenant.findUniqueOrThrow({ where: { slug: "aurora" } })
    const limited = await tokenCaller(["deployments:read", "releases:read"], { tenants: [id] })
    expect((await getShipped(limited)).body).toMatchObject([{ tenantSlug: "aurora" }])
  })

  it("returns 403 without releases:read, and 404 for a deployment that the caller cannot see", async () => {
    expect((await getShipped(await tokenCaller(["deployments:read"]))).status).toBe(403)
    expect((await getShipped(await tokenCaller(["releases:read"]))).status).toBe(404)
    const devOnly = await tokenCaller(["deployments:read", "releases:read"], { environments: ["dev"] })
    expect((await getShipped(devOnly)).status).toBe(404)
  })
})

describe("GET /search?q=b1 ranks", () => {
  it("exact matches first, then running versions, then the newest", async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString()
    const tags = Array.from({ length: 60 }, (_, n) => `b1${String(n).padStart(2, "0")}`)
    for (const [minute, imageTag] of tags.entries())
      await record({ application: "busy", environment: "dev", imageTag, deployedAt: at(minute) })
    // Runs in prod, and is the last in alphabetical order.
    await record({ application: "busy", environment: "prod", imageTag: "b1zz", deployedAt: at(5) })
    const results = await search("b1")
    const hits = results.groups.find(({ kind }) => kind === "imageTag")?.hits ?? []
    expect(hits.map(({ label }) => label)).toEqual(["b159", "b1zz", "b158", "b157", "b156"])
    await seedRelease({ tenant: "busy", appVersion: "b156", at: new Date() })
    const running = (await search("b1")).groups.find(({ kind }) => kind === "imageTag")?.hits ?? []
    expect(running.map(({ label }) => label)).toEqual(["b159", "b1zz", "b156", "b158", "b157"])
    const exact = await search("b100")
    expect(exact.groups.find(({ kind }) => kind === "imageTag")?.hits[0]?.label).toBe("b100")
  })
})
