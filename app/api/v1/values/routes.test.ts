import { mkdir } from "node:fs/promises"
import { beforeAll, describe, expect, it } from "vitest"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"
import { sealValues } from "@/lib/fleet/releases/sealed-values"
import { readDefaults } from "@/lib/fleet/values/read-defaults"
import { knownPathSchema, releaseValueSchema, valuesSummarySchema } from "@/lib/fleet/values/schema"
import { maskFor } from "@/lib/kube/masking/mask"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
import { addChart } from "@/tools/testing/local-chart"
import { routeAt } from "@/tools/testing/route-at"
import { seedReleases } from "@/tools/testing/seed-releases"
import { packSmallChart } from "@/tools/testing/small-chart"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { tornReads } from "@/tools/testing/torn-reads"

const canary = "canary-5f81c2d7"
const folder = temporaryFolder("values")
let reader: Caller
let onlyAlpha: Caller

/** A release whose password is masked with the scope of this tenant. */
function withPassword(slug: string, password: string) {
  const masked = { auth: { password: maskFor(Buffer.alloc(32), slug)(password) } }
  const values = { auth: { password } }
  return { slug, values, row: { chartName: "other", sealedMasked: sealValues(masked) } }
}

beforeAll(async () => {
  process.env.SLIPWAY_DATA_DIR = folder
  await mkdir(builtInFolder(), { recursive: true })
  await packSmallChart()
  await addChart("other", {
    "values.yaml": "auth: { password: changeme }\nlabels: { app.kubernetes.io/part-of: x }\nargs: [a, b]\n",
  })
  const [alpha] = await seedReleases(null, [
    { slug: "alpha", values: { greeting: "hi" }, tags: { tier: "gold" } },
    { slug: "beta", values: { greeting: "hi", extra: { deep: true } }, tags: { tier: "silver" } },
    { slug: "gamma", values: { greeting: "hello" } },
    { slug: "delta" },
    { slug: "epsilon", values: { greeting: null } },
    { slug: "gone", values: { greeting: "hi" }, row: { status: "UNINSTALLED", inCluster: false } },
    { slug: "lost", values: { greeting: "hi" }, row: { chartName: "unknown" } },
    withPassword("p-one", canary),
    withPassword("p-two", canary),
    withPassword("p-three", "changeme"),
    { slug: "p-plain", values: { auth: { password: canary } }, row: { chartName: "other", cluster: "far" } },
  ])
  // A request waits only briefly for charts that were never read.
  const charts = ["small", "other"].map((chartName) => ({
    repository: "demo",
    chartName,
    chartVersion: "1.0.0",
  }))
  await readDefaults(charts, Date.now() + 30_000)
  reader = await tokenCaller(["releases:read"])
  onlyAlpha = await tokenCaller(["releases:read"], { tenants: [alpha?.tenantId ?? ""] })
})

async function get(rest: string, caller = reader) {
  const route = routeAt(`helm/values${rest.split("?")[0]}`)
  return callRoute(route, "GET", { caller, path: `/api/v1/helm/values${rest}` })
}

async function list(query: string, caller = reader) {
  const { status, body, text } = await get(`?${query}`, caller)
  expect(status, text).toBe(200)
  return releaseValueSchema.array().parse(body)
}

async function summary(query: string, caller = reader) {
  const { status, body, text } = await get(`/summary?${query}`, caller)
  expect(status, text).toBe(200)
  return valuesSummarySchema.parse(body)
}

const small = "path=greeting&chartName=small"

describe("GET /helm/values", () => {
  it("returns the value of each installed release, the default and whether they differ, by tenant", async () => {
    const rows = await list(small)
    expect(rows.map((row) => [row.tenantSlug, row.isSet, row.value, row.default, row.differs])).toEqual([
      ["alpha", true, '"hi"', '"hello"', true],
      ["beta", true, '"hi"', '"hello"', true],
      ["delta", false, null, '"hello"', false],
      ["epsilon", true, "null", '"hello"', true],
      ["gamma", true, '"hello"', '"hello"', false],
    ])
    expect(rows[0]).toMatchObject({ tenantName: "Tenant alpha", chartVersion: "1.0.0", status: "DEPLOYED" })
  })

  it("continues where a page ended", async () => {
    const first = await get(`?${small}&limit=2`)
    const cursor = /cursor=([^>&]+)/.exec(first.headers.get("link") ?? "")?.[1]
    const rest = await list(`${small}&cursor=${cursor}`)
    expect(rest.map(({ tenantSlug }) => tenantSlug)).toEqual(["delta", "epsilon", "gamma"])
    expect((await get(`?${small}`)).headers.get("link")).toBeNull()
  })

  it.each([
    ["tags=tier=gold", ["alpha"]],
    ["differs=false", ["delta", "gamma"]],
    ["differs=true&limit=1", ["alpha"]],
    ["cluster=far", []],
  ])("filters by %s", async (filter, tenants) => {
    expect((await list(`${small}&${filter}`)).map(({ tenantSlug }) => tenantSlug)).toEqual(tenants)
  })

  it("continues a filtered page", async () => {
    const first = await get(`?${small}&differs=true&limit=1`)
    const cursor = /cursor=([^>&]+)/.exec(first.headers.get("link") ?? "")?.[1]
    const rest = await list(`${small}&differs=true&cursor=${cursor}`)
    expect(rest.map(({ tenantSlug }) => tenantSlug)).toEqual(["beta", "epsilon"])
  })

  it("names charts whose default cannot be read", async () => {
    const { body, headers } = await get("?path=greeting&chartName=unknown")
    expect(body).toMatchObject([{ value: '"hi"', default: null, defaultKnown: false, differs: null }])
    expect((await summary("path=greeting&chartName=unknown")).unknownDefaults).toEqual(["demo/unknown 1.0.0"])
    expect(headers.get("slipway-incomplete")).toBe("demo")
  })

  it("reads keys with dots and items of lists", async () => {
    const labels = await list(
      `chartName=other&path=${encodeURIComponent(String.raw`labels.app\.kubernetes\.io/part-of`)}`,
    )
    expect(labels[0]).toMatchObject({ isSet: false, default: '"x"' })
    expect((await list("chartName=other&path=args[1]"))[0]).toMatchObject({ default: '"b"' })
  })

  it("compares secrets without showing them", async () => {
    const response = await get("?path=auth.password&chartName=other&cluster=sandbox")
    const rows = releaseValueSchema.array().parse(response.body)
    const [one, three, two] = rows
    expect(rows.map(({ tenantSlug }) => tenantSlug)).toEqual(["p-one", "p-three", "p-two"])
    expect(one).toMatchObject({ value: '"••••••••"', default: '"••••••••"', masked: true, differs: true })
    expect(two?.valueId).toBe(one?.valueId)
    expect(three?.valueId).not.toBe(one?.valueId)
    expect(three).toMatchObject({ differs: false })
    expect(response.text).not.toContain(canary)
    expect(response.text).not.toContain("changeme")
  })

  it("does not reveal that a secret equals a value shown elsewhere", async () => {
    const rows = await list("path=auth.password&chartName=other")
    const ids = new Map(rows.map(({ tenantSlug, valueId }) => [tenantSlug, valueId]))
    expect(ids.get("p-plain")).not.toBe(ids.get("p-one"))
  })

  it.each([
    ["", "/path"],
    ["path=", "/path"],
    ["path=a..b", "/path"],
    ["path=a[x]", "/path"],
    ["path=a&value=hi", "/value"],
    ["path=a&differs=maybe", "/differs"],
    ["path=a&tags=,", "/tags"],
    ["path=a&limit=501", "/limit"],
    ["path=a&cursor=x", "/cursor"],
    ["path=a&chart=small", "/chart"],
  ])("returns 422 for ?%s", async (query, pointer) => {
    const { status, body } = await get(`?${query}`)
    expect(status).toBe(422)
    expect(body.errors).toMatchObject([{ pointer }])
  })

  it("never pairs the revision of a release with the value of another", async () => {
    const [seeded] = await seedReleases(null, [{ slug: "changing", row: { chartName: "changing" } }])
    const where = { id: seeded?.releaseId ?? "" }
    let revision = 1
    const upgrade = () => {
      const sealed = sealValues({ greeting: ++revision })
      return prismaClient().release.update({
        where,
        data: { revision, sealedValues: sealed, sealedMasked: sealed },
      })
    }
    await upgrade()
    const read = () => list("path=greeting&chartName=demo/changing")
    const isTorn = ([release]: Awaited<ReturnType<typeof read>>) =>
      String(release?.revision) !== release?.value
    expect(await tornReads(upgrade, read, isTorn)).toEqual([])
    await prismaClient().release.update({ where, data: { status: "UNINSTALLED", inCluster: false } })
  })
})

describe("GET /helm/values/summary", () => {
  it("counts releases and tenants by distinct value, the largest group first", async () => {
    const { groups, ...counts } = await summary(small)
    expect(counts).toEqual({
      releases: 5,
      counted: 5,
      set: 4,
      differing: 3,
      distinct: 4,
      unknownDefaults: [],
    })
    expect(groups[0]).toMatchObject({ isSet: true, value: '"hi"', releases: 2, tenants: 2, differs: true })
    expect(groups.find(({ isSet }) => !isSet)).toMatchObject({ value: null, default: '"hello"', releases: 1 })
  })

  it("returns the id of each group, by which the list can be filtered", async () => {
    const { groups } = await summary(small)
    const rows = await Promise.all(groups.map(({ valueId }) => list(`${small}&value=${valueId}`)))
    expect(rows.map(({ length }) => length)).toEqual(groups.map(({ releases }) => releases))
  })

  it("counts equal secrets together without showing them", async () => {
    const { status, body, text } = await get("/summary?path=auth&chartName=other&cluster=sandbox")
    expect(status, text).toBe(200)
    expect(body.groups).toMatchObject([
      { value: '{"password":"••••••••"}', masked: true, releases: 2 },
      { value: '{"password":"••••••••"}', masked: true, releases: 1, differs: false },
    ])
    expect(text).not.toContain(canary)
  })

  it("counts only the caller's tenants", async () => {
    const { releases, groups } = await summary("path=greeting", onlyAlpha)
    expect(releases).toBe(1)
    expect(groups).toMatchObject([{ value: '"hi"', releases: 1, tenants: 1 }])
    expect(await list("path=greeting", onlyAlpha)).toMatchObject([{ tenantSlug: "alpha" }])
  })

  it("returns 422 for an invalid path", async () => {
    expect((await get("/summary?path=.")).body.errors).toMatchObject([{ pointer: "/path" }])
  })
})

describe("GET /helm/values/paths", () => {
  async function paths(query: string, caller = reader) {
    const { status, body, text } = await get(`/paths?${query}`, caller)
    expect(status, text).toBe(200)
    return knownPathSchema.array().parse(body)
  }

  it("finds paths in defaults and in release values, best match first", async () => {
    expect(await paths("q=gre&chartName=small")).toEqual([
      { path: "greeting", hasDefault: true, releases: 4 },
    ])
    expect(await paths("q=deep")).toEqual([{ path: "extra.deep", hasDefault: false, releases: 1 }])
    expect((await paths("q=part-of")).map(({ path }) => path)).toEqual([
      String.raw`labels.app\.kubernetes\.io/part-of`,
    ])
    expect((await paths("q=args")).map(({ path }) => path)).toEqual(["args", "args[0]", "args[1]"])
  })

  it("finds no paths that only tenants outside the caller's limit set", async () => {
    expect(await paths("q=deep", onlyAlpha)).toEqual([])
  })

  it("returns 422 for a limit that is too high", async () => {
    expect((await get("/paths?limit=201")).body.errors).toMatchObject([{ pointer: "/limit" }])
  })
})
