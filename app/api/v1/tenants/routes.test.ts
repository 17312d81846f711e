import { beforeEach, describe, expect, it } from "vitest"
import { tenants as all, tenant as one } from "@/app/api/v1/tenants/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { lockWaiters } from "@/tools/testing/lock-waiters"

const path = "/api/v1/tenants"
const absent = "01900000-0000-7000-8000-000000000000"
let admin: Caller
let reader: Caller
beforeEach(async () => {
  await prismaClient().release.deleteMany()
  await prismaClient().tenant.deleteMany()
  admin = await tokenCaller(["admin"])
  reader = await tokenCaller(["releases:read"])
})

const add = (body: object, caller: Caller = admin) => callRoute(all, "POST", { caller, path, body })
const list = (query = "", caller: Caller = reader) =>
  callRoute(all, "GET", { caller, path: `${path}${query}` })
const get = (id: string, caller: Caller = reader) =>
  callRoute(one, "GET", { caller, path: `${path}/${id}`, params: { id } })
const change = (id: string, body: object, headers: Record<string, string> = {}) =>
  callRoute(one, "PATCH", { caller: admin, path: `${path}/${id}`, params: { id }, body, headers })
const slugs = (response: { body: { slug: string }[] }) => response.body.map(({ slug }) => slug)

/** Creates an installed release, as the worker would. */
async function install(tenantId: string, status: "DEPLOYED" | "UNINSTALLED") {
  await prismaClient().release.create({
    data: {
      id: crypto.randomUUID(),
      tenantId,
      cluster: "sandbox",
      namespace: "tenant-acme",
      releaseName: `release-${crypto.randomUUID().slice(0, 8)}`,
      repository: "demo",
      chartName: "matih-ai-service",
      chartVersion: "1.0.0",
      appVersion: "2.0.0",
      sealedValues: "",
      sealedMasked: "",
      status,
      timeoutSeconds: 300,
      atomic: false,
      waitForJobs: false,
      createdBy: "test",
    },
  })
}

describe("POST /tenants", () => {
  it("returns 201 with a tenant in its own namespace of the only cluster", async () => {
    const { status, body, headers } = await add({ slug: "acme" })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      slug: "acme",
      name: "acme",
      namespace: "tenant-acme",
      tags: {},
      cluster: "sandbox",
      status: "ACTIVE",
      releases: 0,
    })
    expect(headers.get("location")).toBe(`${path}/${body.id}`)
    const audited = await prismaClient().auditEntry.findFirst({
      where: { action: "tenant.created", subjectId: body.id },
    })
    expect(audited).not.toBeNull()
  })

  it("returns 201 with the given name, namespace, tags and status", async () => {
    const body = {
      slug: "acme",
      name: "Acme Ltd",
      namespace: "acme-prod",
      tags: { tier: "gold" },
      status: "SUSPENDED",
    }
    expect((await add(body)).body).toMatchObject(body)
  })
})

describe("GET and PATCH /tenants", () => {
  it("returns 200 with tenants newest first, in pages without gaps", async () => {
    for (const slug of ["one", "two", "three"]) await add({ slug })
    const first = await list("?limit=2")
    expect(slugs(first)).toEqual(["three", "two"])
    const next = /<([^>]+)>/.exec(first.headers.get("link") ?? "")?.[1] ?? ""
    const second = await list(next.slice(path.length))
    expect(slugs(second)).toEqual(["one"])
    expect(second.headers.get("link")).toBeNull()
  })

  it("returns 200 with tenants found by words, status and tags", async () => {
    await add({ slug: "acme", tags: { tier: "gold", region: "eu" } })
    await add({ slug: "globex", name: "Globex GmbH", tags: { tier: "gold" }, status: "SUSPENDED" })
    await add({ slug: "initech", tags: { tier: "silver" } })
    expect(slugs(await list("?q=gmb"))).toEqual(["globex"])
    expect(slugs(await list("?q=tenant-init"))).toEqual(["initech"])
    for (const wildcard of ["%25", "_", "%5C"]) expect(slugs(await list(`?q=${wildcard}`))).toEqual([])
    expect(slugs(await list("?status=SUSPENDED"))).toEqual(["globex"])
    expect(slugs(await list("?tags=tier=gold"))).toEqual(["globex", "acme"])
    expect(slugs(await list("?tags=tier=gold,region=eu"))).toEqual(["acme"])
    expect(slugs(await list("?tags=region"))).toEqual(["acme"])
    expect(slugs(await list("?tags=tier=bronze"))).toEqual([])
    expect(slugs(await list("?cluster=other"))).toEqual([])
  })

  it("returns 200 with a tenant by id or slug, or 304 for a known ETag", async () => {
    const { body } = await add({ slug: "acme" })
    const bySlug = await get("acme")
    expect(bySlug.body).toEqual((await get(body.id)).body)
    const headers = { "if-none-match": bySlug.headers.get("etag") ?? "" }
    const repeated = await callRoute(one, "GET", {
      caller: reader,
      path: `${path}/acme`,
      params: { id: "acme" },
      headers,
    })
    expect(repeated.status).toBe(304)
  })

  it("returns 200 with the number of installed releases, without uninstalled ones", async () => {
    const { body } = await add({ slug: "acme" })
    await install(body.id, "DEPLOYED")
    await install(body.id, "UNINSTALLED")
    expect((await get("acme")).body.releases).toBe(1)
  })

  it("returns 200 with changed fields, keeping the rest", async () => {
    await add({ slug: "acme", tags: { tier: "gold" } })
    const { status, body } = await change("acme", { status: "SUSPENDED", slug: "acme-2" })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      slug: "acme-2",
      namespace: "tenant-acme",
      tags: { tier: "gold" },
      status: "SUSPENDED",
    })
    expect((await get("acme")).status).toBe(404)
    const [audited] = await prismaClient().auditEntry.findMany({
      where: { action: "tenant.changed", subjectId: body.id },
    })
    expect(audited).toBeDefined()
  })

  it("returns 200 without an audit entry when nothing changes", async () => {
    const { body } = await add({ slug: "acme" })
    await change("acme", { name: "acme" })
    expect(
      await prismaClient().auditEntry.count({ where: { action: "tenant.changed", subjectId: body.id } }),
    ).toBe(0)
  })

  it("returns 200 with only its own tenants for a limited token", async () => {
    const acme = (await add({ slug: "acme" })).body
    await add({ slug: "globex" })
    const limited = await tokenCaller(["releases:read"], { tenants: [acme.id] })
    expect(slugs(await list("", limited))).toEqual(["acme"])
    expect((await get("acme", limited)).status).toBe(200)
    expect((await get("globex", limited)).status).toBe(404)
  })
})

describe("/tenants without permission", () => {
  it("returns 401 for anonymous callers and 403 for changes by non-admins", async () => {
    expect((await list("", anonymous)).status).toBe(401)
    expect((await add({ slug: "acme" }, reader)).status).toBe(403)
    expect((await add({ slug: "acme" }, await sessionCaller("OPERATOR"))).status).toBe(403)
  })
})

describe("GET /tenants/{id}", () => {
  it("returns 404 and suggests the closest slug", async () => {
    await add({ slug: "acme" })
    expect((await get("acne")).body.detail).toContain('Did you mean "acme"')
    expect((await get(absent)).status).toBe(404)
    expect((await change("globex", {})).status).toBe(404)
  })
})

describe("/tenants with a conflict", () => {
  it("names the slug when a concurrent request takes it while the namespace changes too", async () => {
    await add({ slug: "acme" })
    const other = { id: crypto.randomUUID(), name: "x", cluster: "sandbox" }
    const { response } = await transaction(async () => {
      await db().tenant.create({ data: { ...other, slug: "taken", namespace: "free" } })
      const pending = outsideTransaction(() => change("acme", { slug: "taken", namespace: "unused" }))
      await expect.poll(lockWaiters).toBe(1)
      return { response: pending }
    })
    const { status, body } = await response
    expect([status, body.code]).toEqual([409, "slug_taken"])
  })

  it("returns 409 with the owner of the slug or the namespace", async () => {
    await add({ slug: "acme" })
    expect((await add({ slug: "acme", namespace: "x" })).body).toMatchObject({
      status: 409,
      code: "slug_taken",
    })
    const { body } = await add({ slug: "globex", namespace: "tenant-acme" })
    expect(body).toMatchObject({ status: 409, code: "namespace_taken" })
    expect(body.detail).toContain("acme")
    await add({ slug: "initech" })
    expect((await change("initech", { slug: "acme" })).body.code).toBe("slug_taken")
    expect((await change("initech", { namespace: "tenant-acme" })).body.code).toBe("namespace_taken")
  })

  it("returns 409 for all but one of several concurrent requests", async () => {
    const responses = await Promise.all(Array.from({ length: 8 }, () => add({ slug: "acme" })))
    expect(responses.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)])
  })

  it("returns 409 for another namespace while a release is installed", async () => {
    const { body } = await add({ slug: "acme" })
    await install(body.id, "DEPLOYED")
    expect((await change("acme", { namespace: "elsewhere" })).body).toMatchObject({
      status: 409,
      code: "tenant_in_use",
    })
    expect((await change("acme", { name: "Acme Ltd" })).status).toBe(200)
    await prismaClient().release.updateMany({ data: { status: "UNINSTALLED" } })
    expect((await change("acme", { namespace: "elsewhere" })).status).toBe(200)
  })
})

describe("PATCH /tenants/{id}", () => {
  it("returns 412 after a concurrent change", async () => {
    await add({ slug: "acme" })
    const etag = (await get("acme")).headers.get("etag") ?? ""
    expect((await change("acme", { name: "A" }, { "if-match": etag })).status).toBe(200)
    expect((await change("acme", { name: "B" }, { "if-match": etag })).status).toBe(412)
  })
})

describe("/tenants with invalid input", () => {
  it.each([
    ["a slug with capitals", { slug: "Acme" }, "/slug"],
    ["a slug that is too long", { slug: "a".repeat(51) }, "/slug"],
    ["no slug", {}, "/slug"],
    ["a namespace with dots", { slug: "a", namespace: "a.b" }, "/namespace"],
    ["a tag that is a number", { slug: "a", tags: { tier: 1 } }, "/tags/tier"],
    ["an unknown cluster", { slug: "a", cluster: "elsewhere" }, "/cluster"],
    ["an unknown field", { slug: "a", namspace: "b" }, "/namspace"],
  ])("returns 422 with a pointer to %s", async (_what, body, pointer) => {
    const response = await add(body)
    expect(response.status).toBe(422)
    expect(response.body.errors[0].pointer).toBe(pointer)
  })

  it("returns 422 for an invalid filter or cursor", async () => {
    expect((await list("?tags=,")).status).toBe(422)
    expect((await list("?status=GONE")).status).toBe(422)
    expect((await list("?cursor=abc")).status).toBe(422)
  })
})
