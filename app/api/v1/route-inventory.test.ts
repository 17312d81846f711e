import { describe, expect, it } from "vitest"
import { type Scope, scopes } from "@/lib/auth/scopes"
import { prismaClient } from "@/lib/db/client"
import { declarationOf, type Method, type RouteHandlers } from "@/lib/http/define-route"
import { callRoute } from "@/lib/testing/call-route"
import { type Caller, nobody, sessionCaller, tokenCaller } from "@/lib/testing/callers"
import {
  type Ask,
  type Elsewhere,
  type Fixture,
  type Row,
  routeInventory,
} from "@/lib/testing/route-inventory"
import { routes } from "./routes"

const callers: Record<string, () => Promise<Caller>> = {
  anonymous: async () => nobody,
  viewer: () => sessionCaller("VIEWER"),
  operator: () => sessionCaller("OPERATOR"),
  admin: () => sessionCaller("ADMIN"),
  ...Object.fromEntries(scopes.map((scope) => [`token ${scope}`, () => tokenCaller([scope])])),
  "revoked token": () => tokenCaller(["admin"], { revokedAt: new Date() }),
  "expired token": () => tokenCaller(["admin"], { expiresAt: new Date() }),
}

const gone = { "revoked token": 401, "expired token": 401 }
const noReleases = { "token releases:read": 403, "token releases:write": 403 }
const onlyAdmins = {
  viewer: 403,
  operator: 403,
  "token deployments:read": 403,
  "token deployments:write": 403,
  ...noReleases,
}

/** Who is refused how; whoever is not named is let in. A revoked token is refused also where nobody has to be known. */
const refusals: Record<Row["who"], Record<string, number>> = {
  public: gone,
  "signed-in": { anonymous: 401, ...gone },
  person: { anonymous: 401, ...gone, ...Object.fromEntries(scopes.map((scope) => [`token ${scope}`, 403])) },
  "deployments:read": { anonymous: 401, ...gone, ...noReleases },
  "deployments:write": {
    anonymous: 401,
    ...gone,
    viewer: 403,
    "token deployments:read": 403,
    ...noReleases,
  },
  "releases:read": { anonymous: 401, ...gone, "token deployments:read": 403, "token deployments:write": 403 },
  "releases:write": {
    anonymous: 401,
    ...gone,
    viewer: 403,
    "token deployments:read": 403,
    "token deployments:write": 403,
    "token releases:read": 403,
  },
  admin: { anonymous: 401, ...gone, ...onlyAdmins },
}

type Entry = { name: string; path: string; method: Method; route: RouteHandlers }

const declared: Entry[] = Object.values(routes).flatMap((route) => {
  const declaration = declarationOf(route.GET)
  if (declaration === undefined) throw new Error("A route was not made by defineRoute.")
  const methods: Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"]
  return methods
    .filter((method) => declaration.endpoints[method] !== undefined)
    .map((method) => ({ name: `${method} ${declaration.path}`, path: declaration.path, method, route }))
})

let planted = 0
const anotherTenant = "01900000-0000-7000-8000-000000000000"

async function plant(): Promise<Fixture> {
  const pipeline = await tokenCaller(["deployments:write"])
  const route = routes["platform/deployments"]
  if (route === undefined) throw new Error("There is no route to record deployments.")
  const fixture = {
    application: `planted-${++planted}`,
    imageTag: `v1.0.0-planted-${planted}`,
    gitBranch: `feature/planted-${planted}`,
    deployedAt: new Date(Date.now() - 7_200_000).toISOString(),
  }
  const answer = await callRoute(route, "POST", {
    caller: pipeline,
    path: "/api/v1/platform/deployments",
    body: { ...fixture, environment: "dev" },
  })
  return { ...fixture, id: answer.body.id, tenant: await plantTenant(`planted-${planted}`) }
}

async function plantTenant(slug: string): Promise<Fixture["tenant"]> {
  const route = routes.tenants
  if (route === undefined) throw new Error("There is no route to add tenants.")
  const caller = await tokenCaller(["admin"])
  const { body } = await callRoute(route, "POST", { caller, path: "/api/v1/tenants", body: { slug } })
  return { id: body.id, slug }
}

/** The answer, read to its end unless it is one that never ends. */
async function ask({ path, method, route }: Entry, { params = {}, query = {}, body }: Ask, caller: Caller) {
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
  const response = await route[method](request, { params: Promise.resolve(params) })
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) {
    await response.body?.cancel()
    return { status: response.status, text: "" }
  }
  return { status: response.status, text: await response.text() }
}

describe("The route inventory", () => {
  it("names every method of every route, and no other", () => {
    expect(Object.keys(routeInventory).sort()).toEqual(declared.map(({ name }) => name).sort())
  })
})

describe.each(declared)("$name", (entry) => {
  const row = routeInventory[entry.name]
  if (row === undefined) return

  it.each(Object.keys(callers))(`(${row.who}) answers to %s as the inventory says`, async (name) => {
    const caller = await callers[name]?.()
    if (caller === undefined) throw new Error(`There is no caller ${name}.`)
    const { status, text } = await ask(entry, row.ask?.(await plant()) ?? {}, caller)
    const refusal = refusals[row.who][name]
    if (refusal !== undefined) return expect(status, text).toBe(refusal)
    expect([401, 403, 405], text).not.toContain(status)
    expect(status, text).toBeLessThan(500)
  })

  const elsewheres: [string, Elsewhere, { environments?: string[]; tenants?: string[] }][] = [
    ["environment", row.elsewhere, { environments: ["staging"] }],
    ["tenant", row.otherTenant ?? (row.who === "admin" ? 403 : "no matter"), { tenants: [anotherTenant] }],
  ]
  it.each(elsewheres)("to a token limited to another %s: %s", async (_what, elsewhere, limits) => {
    const scope: Scope =
      row.who === "public" || row.who === "signed-in" || row.who === "person" ? "admin" : row.who
    const held = row.also === undefined ? [scope] : [scope, row.also]
    const fixture = await plant()
    const asked = row.ask?.(fixture) ?? {}
    const limited = await ask(entry, asked, await tokenCaller(held, limits))
    const unlimited = await ask(entry, asked, await tokenCaller(held))
    if (row.also !== undefined) {
      expect((await ask(entry, asked, await tokenCaller([scope]))).status, `without ${row.also}`).toBe(404)
    }
    if (elsewhere === "no matter") return expect(limited.status).toBe(unlimited.status)
    if (elsewhere === "left out") {
      expect([limited.status, unlimited.status], unlimited.text).toEqual([200, 200])
      expect(limited.text).not.toBe(unlimited.text)
      return expect(limited.text).not.toContain(limits.tenants ? fixture.tenant.slug : fixture.imageTag)
    }
    expect(limited.status, limited.text).toBe(elsewhere)
    if (scope === "admin") return expect(unlimited.status).not.toBe(403)
    expect([200, 201, 202], unlimited.text).toContain(unlimited.status)
  })
})

describe("A refused write", () => {
  it("changes nothing", async () => {
    const fixture = await plant()
    const before = await prismaClient().auditEntry.count()
    for (const entry of declared.filter(({ method }) => method !== "GET")) {
      await ask(entry, routeInventory[entry.name]?.ask?.(fixture) ?? {}, nobody)
    }
    expect(await prismaClient().auditEntry.count()).toBe(before)
  })
})
