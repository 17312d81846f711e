import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"
import { type Scope, scopes } from "@/lib/identity/auth/scopes"
import { prismaClient } from "@/lib/platform/db/client"
import type { Method, Route } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { routeAt } from "@/tools/testing/route-at"
import { routeInventory } from "@/tools/testing/route-inventory"
import type { Fixture, Input, OutcomeElsewhere, Row } from "@/tools/testing/route-rows"
import { seedTenancy } from "@/tools/testing/seed-tenancy"
import { packSmallChart } from "@/tools/testing/small-chart"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { routes } from "./api"

const folder = temporaryFolder("inventory")

/** A chart to install, a configured cluster that does not respond, and a worker with a heartbeat. */
beforeAll(async () => {
  vi.stubEnv("SLIPWAY_DATA_DIR", folder)
  vi.stubEnv("SLIPWAY_CLUSTERS", `sandbox=${join(folder, "kubeconfig")}`)
  await writeFile(join(folder, "kubeconfig"), JSON.stringify(silentCluster))
  await mkdir(builtInFolder(), { recursive: true })
  await packSmallChart()
  await prismaClient().seenWorker.create({
    data: { id: "a worker", version: "1.0.0", helmVersion: "4.0.0" },
  })
})
afterAll(() => vi.unstubAllEnvs())

const silentCluster = {
  apiVersion: "v1",
  kind: "Config",
  "current-context": "silent",
  clusters: [{ name: "silent", cluster: { server: "https://127.0.0.1:1" } }],
  contexts: [{ name: "silent", context: { cluster: "silent", user: "reader" } }],
  users: [{ name: "reader", user: { token: "none" } }],
}

const newCallers: Record<string, () => Promise<Caller>> = {
  anonymous: async () => anonymous,
  viewer: () => sessionCaller("VIEWER"),
  operator: () => sessionCaller("OPERATOR"),
  admin: () => sessionCaller("ADMIN"),
  ...Object.fromEntries(scopes.map((scope) => [`token ${scope}`, () => tokenCaller([scope])])),
  "revoked token": () => tokenCaller(["admin"], { revokedAt: new Date() }),
  "expired token": () => tokenCaller(["admin"], { expiresAt: new Date() }),
}

const callers = new Map<string, Promise<Caller>>()

/** Returns one caller per name, shared by all methods. */
function callerOf(name: string): Promise<Caller> {
  const caller = callers.get(name) ?? newCallers[name]?.()
  if (caller === undefined) throw new Error(`Unknown caller ${name}.`)
  callers.set(name, caller)
  return caller
}

const goneStatuses = { "revoked token": 401, "expired token": 401 }
const noReleases = { "token releases:read": 403, "token releases:write": 403 }
const onlyAdmins = {
  viewer: 403,
  operator: 403,
  "token deployments:read": 403,
  "token deployments:write": 403,
  ...noReleases,
}

/** The status for rejected callers; others are accepted. A revoked token is rejected on public endpoints too. */
const refusals: Record<Row["who"], Record<string, number>> = {
  public: goneStatuses,
  "signed-in": { anonymous: 401, ...goneStatuses },
  person: {
    anonymous: 401,
    ...goneStatuses,
    ...Object.fromEntries(scopes.map((scope) => [`token ${scope}`, 403])),
  },
  signed: Object.fromEntries(Object.keys(newCallers).map((name) => [name, 401])),
  "deployments:read": { anonymous: 401, ...goneStatuses, ...noReleases },
  "deployments:write": {
    anonymous: 401,
    ...goneStatuses,
    viewer: 403,
    "token deployments:read": 403,
    ...noReleases,
  },
  "releases:read": {
    anonymous: 401,
    ...goneStatuses,
    "token deployments:read": 403,
    "token deployments:write": 403,
  },
  "releases:write": {
    anonymous: 401,
    ...goneStatuses,
    viewer: 403,
    "token deployments:read": 403,
    "token deployments:write": 403,
    "token releases:read": 403,
  },
  admin: { anonymous: 401, ...goneStatuses, ...onlyAdmins },
}

type Entry = { name: string; path: string; method: Method; route: Route }

const declared: Entry[] = routes.flatMap((route) => {
  const methods: Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"]
  return methods
    .filter((method) => route.endpoints[method] !== undefined)
    .map((method) => ({ name: `${method} ${route.path}`, path: route.path, method, route }))
})

let seeded = 0
const anotherTenant = "01900000-0000-7000-8000-000000000000"

async function seedFixture(): Promise<Fixture> {
  const pipeline = await callerOf("token deployments:write")
  const route = routeAt("platform/deployments")
  const fixture = {
    application: `seeded-${++seeded}`,
    imageTag: `v1.0.0-seeded-${seeded}`,
    gitBranch: `feature/seeded-${seeded}`,
    deployedAt: new Date(Date.now() - 7_200_000).toISOString(),
  }
  const response = await callRoute(route, "POST", {
    caller: pipeline,
    path: "/api/v1/platform/deployments",
    body: { ...fixture, environment: "dev" },
  })
  const annotation = {
    text: `about ${fixture.imageTag}`,
    startsAt: fixture.deployedAt,
    createdBy: "test",
    environment: { connect: { name: "dev" } },
  }
  const { id: annotationId } = await prismaClient().annotation.create({
    data: { ...annotation, kind: "NOTE" },
  })
  const { id: freezeId } = await prismaClient().annotation.create({
    data: { ...annotation, kind: "FREEZE", endsAt: new Date() },
  })
  const { id: quarantineId } = await prismaClient().quarantine.create({
    data: { imageTag: `bad-${seeded}`, reason: "It is bad.", createdBy: "test" },
  })
  return {
    ...fixture,
    id: response.body.id,
    annotationId,
    freezeId,
    quarantineId,
    ...(await seedTenancy(`seeded-${seeded}-x`, fixture.imageTag)),
  }
}

let shared: Promise<Fixture> | undefined

/** Shared by the requests that refer to nothing in it. */
function sharedFixture(): Promise<Fixture> {
  shared ??= seedFixture()
  return shared
}

/** The response, read completely unless it is an endless stream. */
async function send(
  { path, method, route }: Entry,
  { params = {}, query = {}, body }: Input,
  caller: Caller,
) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name] ?? name)),
  )
  const url = `http://slipway.test${filled}?${new URLSearchParams(query)}`
  const lines = typeof body === "string"
  const type: Caller =
    body === undefined ? {} : { "content-type": lines ? "application/x-ndjson" : "application/json" }
  const request = new Request(url, {
    method,
    headers: { ...type, ...caller },
    body: body === undefined ? undefined : lines ? String(body) : JSON.stringify(body),
  })
  const response = await route.handle(request, params)
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) {
    await response.body?.cancel()
    return { status: response.status, text: "" }
  }
  return { status: response.status, text: await response.text() }
}

describe("The route inventory", () => {
  it("lists exactly the methods of all routes", () => {
    expect(Object.keys(routeInventory).sort()).toEqual(declared.map(({ name }) => name).sort())
  })
})

describe.each(declared)("$name", (entry) => {
  const row = routeInventory[entry.name]
  if (row === undefined) return
  const refersToFixture = [row.ask, row.askOfTenant].some((ask) => ask !== undefined && ask.length > 0)
  // A read leaves its fixture unchanged.
  let fixtureOfReads: Promise<Fixture> | undefined
  function fixtureOf(): Promise<Fixture> {
    if (!refersToFixture) return sharedFixture()
    if (entry.method !== "GET") return seedFixture()
    fixtureOfReads ??= seedFixture()
    return fixtureOfReads
  }

  it(`(${row.who}) accepts and rejects each kind of caller as in the inventory`, async () => {
    const options = row.ask?.(await fixtureOf()) ?? {}
    for (const name of Object.keys(newCallers)) {
      const { status, text } = await send(entry, options, await callerOf(name))
      const refusal = refusals[row.who][name]
      const outcome = `${name}: ${status} ${text}`
      if (refusal !== undefined) expect.soft(status, outcome).toBe(refusal)
      else expect.soft([401, 403, 405].includes(status) || status >= 500, outcome).toBe(false)
    }
    if (entry.path === "/api/v1/users/me/sessions") callers.clear()
  })

  const scope: Scope =
    row.who === "public" || row.who === "signed-in" || row.who === "person" || row.who === "signed"
      ? "admin"
      : row.who
  const held = row.also === undefined ? [scope] : [scope, row.also]

  it(`handles a token limited to another environment: ${row.elsewhere}`, async () => {
    const fixture = await fixtureOf()
    const options = row.ask?.(fixture) ?? {}
    const limited = await send(entry, options, await tokenCaller(held, { environments: ["staging"] }))
    // If both callers can make the change, each gets its own fixture.
    const repeatInput = row.elsewhere === "no matter" ? (row.ask?.(await fixtureOf()) ?? {}) : options
    const unlimited = await send(entry, repeatInput, await tokenCaller(held))
    if (row.also !== undefined) {
      expect((await send(entry, options, await tokenCaller([scope]))).status, `without ${row.also}`).toBe(404)
    }
    expectElsewhere(row.elsewhere, limited, unlimited, fixture.imageTag)
    if (row.elsewhere === 404 || (row.elsewhere === 403 && scope !== "admin")) {
      expect([200, 201, 202, 204], unlimited.text).toContain(unlimited.status)
    }
  })

  const otherTenant = row.otherTenant ?? (row.who === "admin" ? 403 : "no matter")
  it(`handles a token limited to another tenant: ${otherTenant}`, async () => {
    const fixture = await fixtureOf()
    const askFor = row.askOfTenant ?? row.ask
    const options = askFor?.(fixture) ?? {}
    const limited = await send(entry, options, await tokenCaller(held, { tenants: [anotherTenant] }))
    const repeatInput = otherTenant === "no matter" ? (askFor?.(await fixtureOf()) ?? {}) : options
    const unlimited = await send(entry, repeatInput, await tokenCaller(held))
    expectElsewhere(otherTenant, limited, unlimited, fixture.tenant.slug)
  })
})

type Result = Awaited<ReturnType<typeof send>>

function expectElsewhere(
  elsewhere: OutcomeElsewhere,
  limited: Result,
  unlimited: Result,
  secret: string,
): void {
  if (elsewhere === "no matter") {
    expect(limited.status).toBe(unlimited.status)
  } else if (elsewhere === "left out") {
    expect([200, 202], unlimited.text).toContain(unlimited.status)
    expect(limited.status, limited.text).toBe(unlimited.status)
    expect(limited.text).not.toBe(unlimited.text)
    expect(limited.text).not.toContain(secret)
  } else {
    expect(limited.status, limited.text).toBe(elsewhere)
    // If every caller is rejected, the response does not show the effect of the limit.
    expect(unlimited.status, unlimited.text).not.toBe(elsewhere)
  }
}

describe("A rejected write", () => {
  it("changes nothing", async () => {
    const fixture = await seedFixture()
    const before = await prismaClient().auditEntry.count()
    for (const entry of declared.filter(({ method }) => method !== "GET")) {
      await send(entry, routeInventory[entry.name]?.ask?.(fixture) ?? {}, anonymous)
    }
    expect(await prismaClient().auditEntry.count()).toBe(before)
  })
})
