import { beforeAll, describe, expect, it } from "vitest"
import { tenantHistory as route } from "@/app/api/v1/releases/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"

const absent = "01900000-0000-7000-8000-000000000000"
let reader: Caller
let tenantId: string
let other: string

const getHistory = (id: string, caller: Caller = reader, query = "") =>
  callRoute(route, "GET", {
    caller,
    path: `/api/v1/helm/releases/tenant/${id}/history${query}`,
    params: { tenantId: id },
  })

async function tenant(): Promise<string> {
  const slug = `t-${crypto.randomUUID().slice(0, 8)}`
  const { id } = await prismaClient().tenant.create({
    data: {
      id: crypto.randomUUID(),
      slug,
      name: slug,
      namespace: `tenant-${slug}`,
      cluster: "sandbox",
      tags: {},
    },
  })
  return id
}

type SeededRevision = {
  operation: "INSTALL" | "UPGRADE" | "UNINSTALL"
  status?: "DEPLOYED" | "FAILED"
  revision: number
  minute: number
}

/** Creates a release with these revisions, as the worker would. */
async function release(
  tenantOfRelease: string,
  releaseName: string,
  inCluster: boolean,
  revisions: readonly SeededRevision[],
) {
  const chart = {
    repository: "demo",
    chartName: "matih-ai-service",
    chartVersion: "1.0.0",
    appVersion: "2.0.0",
  }
  const sealed = { sealedValues: "", sealedMasked: "" }
  const { id } = await prismaClient().release.create({
    data: {
      id: crypto.randomUUID(),
      tenantId: tenantOfRelease,
      cluster: "sandbox",
      namespace: "tenant-acme",
      releaseName: `${releaseName}-${tenantOfRelease.slice(0, 8)}`,
      ...chart,
      ...sealed,
      status: inCluster ? "DEPLOYED" : "UNINSTALLED",
      inCluster,
      timeoutSeconds: 300,
      atomic: false,
      waitForJobs: false,
      createdBy: "test",
    },
  })
  await prismaClient().releaseRevision.createMany({
    data: revisions.map(({ minute, operation, revision, status = "DEPLOYED" }) => ({
      id: crypto.randomUUID(),
      releaseId: id,
      revision,
      operation,
      ...chart,
      ...sealed,
      status,
      performedBy: "test",
      createdAt: new Date(Date.UTC(2026, 1, 12, 10, minute)),
      finishedAt: new Date(Date.UTC(2026, 1, 12, 10, minute, 30)),
    })),
  })
}

beforeAll(async () => {
  reader = await tokenCaller(["releases:read"])
  tenantId = await tenant()
  other = await tenant()
  await release(tenantId, "here", true, [
    { operation: "INSTALL", revision: 1, minute: 1 },
    { operation: "UPGRADE", revision: 2, minute: 3 },
    { operation: "UPGRADE", status: "FAILED", revision: 3, minute: 5 },
  ])
  await release(tenantId, "gone", false, [
    { operation: "INSTALL", revision: 1, minute: 2 },
    { operation: "UNINSTALL", revision: 1, minute: 4 },
  ])
  await release(other, "elsewhere", true, [{ operation: "INSTALL", revision: 1, minute: 1 }])
})

describe("GET /api/v1/helm/releases/tenant/{tenantId}/history", () => {
  it("lists all revisions of all releases of the tenant, newest first, including uninstalled releases", async () => {
    const { status, body } = await getHistory(tenantId)
    expect(status).toBe(200)
    const listed = body.map((one: { releaseName: string; operation: string }) => [
      one.releaseName.slice(0, 4),
      one.operation,
    ])
    expect(listed).toEqual([
      ["here", "UPGRADE"],
      ["gone", "UNINSTALL"],
      ["here", "UPGRADE"],
      ["gone", "INSTALL"],
      ["here", "INSTALL"],
    ])
    expect(body[0]).toMatchObject({ revision: 3, status: "FAILED", durationSeconds: 30 })
  })

  it("marks the current revisions", async () => {
    const { body } = await getHistory(tenantId)
    const current = body.filter((one: { current: boolean }) => one.current)
    expect(current.map((one: { revision: number }) => one.revision)).toEqual([2])
  })

  it("pages without gaps", async () => {
    const first = await getHistory(tenantId, reader, "?limit=2")
    const next = /cursor=([^&>]+)/.exec(first.headers.get("link") ?? "")?.[1]
    const second = await getHistory(tenantId, reader, `?limit=500&cursor=${next}`)
    const history = await getHistory(tenantId)
    expect([...first.body, ...second.body]).toEqual(history.body)
    expect(second.headers.get("link")).toBeNull()
  })

  it("returns 404 for an unknown tenant or one outside the token's limit", async () => {
    const limited = await tokenCaller(["releases:read"], { tenants: [other] })
    expect((await getHistory(absent)).status).toBe(404)
    expect((await getHistory(tenantId, limited)).status).toBe(404)
    expect((await getHistory(other, limited)).body).toHaveLength(1)
  })

  it("returns 403 without the scope and 401 for anonymous callers", async () => {
    expect((await getHistory(tenantId, await tokenCaller(["deployments:read"]))).status).toBe(403)
    expect((await getHistory(tenantId, anonymous)).status).toBe(401)
  })
})
