import { v7 as uuidv7 } from "uuid"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute, type RouteResponse } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
import { routeAt } from "@/tools/testing/route-at"
import { seedTenancy, type Tenancy } from "@/tools/testing/seed-tenancy"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { routes } from "./api"

/** Part of every text that the limited caller cannot see. */
const canary = "zanzibar"
const canaryVersion = "77.88.99"
/** Part of the texts that it can see. */
const visible = "antigua"
const visibleVersion = "11.22.33"
/** A chart version that both tenants have. */
const sharedVersion = "44.55.66"

const folder = temporaryFolder("scopes")
let hidden: Tenancy
let visibleTenancy: Tenancy
let hiddenDeployment: string
let ofTenant: Caller
let ofEnvironment: Caller

beforeAll(async () => {
  vi.stubEnv("SLIPWAY_DATA_DIR", folder)
  hidden = await seedWord(canary, canaryVersion)
  visibleTenancy = await seedWord(visible, visibleVersion)
  hiddenDeployment = await record("prod", canary)
  await record("dev", visible)
  ofTenant = await tokenCaller(["releases:read"], { tenants: [visibleTenancy.tenant.id] })
  ofEnvironment = await tokenCaller(["deployments:read"], { environments: ["dev"] })
})
afterAll(() => vi.unstubAllEnvs())

/** Seeds a tenant whose name, tags, charts, versions, errors, reasons and log lines all contain the word. */
async function seedWord(word: string, version: string): Promise<Tenancy> {
  const seeded = await seedTenancy(word, version)
  const prisma = prismaClient()
  const chart = { chartName: `${word}-chart`, chartVersion: version, appVersion: version }
  const { releaseId } = seeded
  const row = await prisma.release.findUniqueOrThrow({ where: { id: releaseId }, omit: { cause: true } })
  await prisma.release.create({
    data: {
      ...row,
      id: uuidv7(),
      releaseName: `${word}-other`,
      chartName: `${word}-other`,
      chartVersion: sharedVersion,
    },
  })
  await prisma.tenant.update({ where: { id: seeded.tenant.id }, data: { tags: { tier: word } } })
  await prisma.release.update({
    where: { id: releaseId },
    data: { ...chart, releaseName: `${word}-app`, description: word, lastError: word, createdBy: word },
  })
  await prisma.releaseRevision.updateMany({
    where: { releaseId },
    data: { ...chart, performedBy: word, description: word, reason: `${word.toUpperCase()}-12` },
  })
  await prisma.operation.update({
    where: { id: seeded.operationId },
    data: { releaseName: `${word}-app`, requestedBy: word, error: word },
  })
  await prisma.operationLine.create({
    data: { operationId: seeded.operationId, seq: 1, at: new Date(), level: "info", text: word },
  })
  await prisma.rollout.update({
    where: { id: seeded.rolloutId },
    data: { chartName: `${word}-chart`, targetVersion: version, description: word, requestedBy: word },
  })
  return seeded
}

async function record(environment: string, word: string): Promise<string> {
  const route = routeAt("platform/deployments")
  const body = {
    environment,
    application: word,
    imageTag: word,
    gitBranch: word,
    initiatedBy: word,
    notes: word,
    externalId: word,
    serviceVersions: { [word]: word },
  }
  const caller = await tokenCaller(["deployments:write"], { name: word })
  const response = await callRoute(route, "POST", { caller, path: "/api/v1/platform/deployments", body })
  expect(response.status, response.text).toBe(201)
  return response.body.id
}

const hour = 3_600_000
const window = {
  from: new Date(Date.now() - hour).toISOString(),
  to: new Date(Date.now() + hour).toISOString(),
}
/** The query parameters that some reads need. */
const queries: Record<string, Record<string, string>[]> = {
  "/api/v1/search": [
    canary,
    canaryVersion,
    sharedVersion,
    `${canary}-chart`,
    `${canary}-chart ${canaryVersion}`,
    `${canary.toUpperCase()}-12`,
  ].map((q) => ({ q })),
  "/api/v1/platform/deployments/changes": [window],
  "/api/v1/platform/deployments/timeline": [window],
  "/api/v1/platform/deployments/insights": [{}, { application: canary }],
  "/api/v1/platform/deployments/insights/rows": [{ metric: "reached" }],
  "/api/v1/platform/deployments/gate": [{ environment: "dev", imageTag: canary, application: canary }],
  "/api/v1/platform/deployments/export": [{ format: "csv" }, { format: "ndjson" }],
  "/api/v1/helm/releases/chart/{chartName}/needs-upgrade": [{ targetVersion: "99.0.0" }],
  "/api/v1/helm/releases": [{}, { q: canary }, { chartName: `${canary}-chart` }],
  "/api/v1/tenants": [{}, { q: canary }],
}

const reads = routes.flatMap((route) => {
  const { path, endpoints } = route
  const isStream = endpoints.GET?.streamedResponse?.includes("text/event-stream") === true
  if (endpoints.GET === undefined || isStream || endpoints.GET.access === "admin") return []
  return (queries[path] ?? [{}]).map((query) => ({
    name: `${path}?${new URLSearchParams(query)}`,
    path,
    query,
    route,
  }))
})

/** Ids of hidden resources, for every path parameter. */
const paramsOf = (path: string): Record<string, string> =>
  Object.fromEntries(
    [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
      const id = path.includes("/operations/")
        ? hidden.operationId
        : path.includes("/rollouts/")
          ? hidden.rolloutId
          : path.includes("/tenants/")
            ? hidden.tenant.id
            : hiddenDeployment
      const knownValues: Record<string, string> = {
        id,
        releaseId: hidden.releaseId,
        tenantId: hidden.tenant.id,
        chartName: `${canary}-chart`,
        imageTag: canary,
        gitBranch: canary,
        name: "prod",
        revision: "1",
      }
      return [name, knownValues[name] ?? "none"]
    }),
  )

type Read = (typeof reads)[number]

async function read({ path, query, route }: Read, caller: Caller) {
  const params = paramsOf(path)
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  return callRoute(route, "GET", { caller, path: `${filled}?${new URLSearchParams(query)}`, params })
}

/** The response without the members that repeat the request, or the text of an error. */
function shownText({ status, body, text }: RouteResponse, { path, query }: Read): string {
  if (status !== 200) {
    const sent = [...Object.values(query), ...Object.values(paramsOf(path)).flat()]
    return sent.reduce((rest, one) => rest.replaceAll(one, ""), text)
  }
  if (body === null || Array.isArray(body)) return text
  const { q: _q, application: _application, ...rest } = body
  return JSON.stringify(rest)
}

describe("A read by a token limited to a tenant", () => {
  it.each(reads.filter(({ path }) => !path.startsWith("/api/v1/platform")))(
    "$name reveals nothing of another tenant",
    async (entry) => {
      const response = await read(entry, ofTenant)
      expect(response.status, response.text).toBeLessThan(500)
      expect(shownText(response, entry)).not.toMatch(new RegExp(`${canary}(?!-chart")|${canaryVersion}`, "i"))
    },
  )
})

describe("A read by a token limited to an environment", () => {
  it.each(reads.filter(({ path }) => /platform|search|activity/.test(path)))(
    "$name reveals nothing of another environment",
    async (entry) => {
      const response = await read(entry, ofEnvironment)
      expect(response.status, response.text).toBeLessThan(500)
      expect(shownText(response, entry)).not.toContain(canary)
    },
  )
})
