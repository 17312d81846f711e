import { beforeAll, describe, expect, it, vi } from "vitest"
import { releaseAttentionSchema } from "@/lib/console/overview/release-attention-schema"
import { makeListing } from "@/lib/fleet/charts/repository/listing"
import { RepositoryProblem } from "@/lib/fleet/charts/repository/repository-source"
import { readerOf } from "@/lib/fleet/charts/repository-sources"
import { fleetVersionSchema, matrixRowSchema } from "@/lib/fleet/releases/fleet-schema"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
import { routeAt } from "@/tools/testing/route-at"
import { seedRelease } from "@/tools/testing/seed-release"

let reader: Caller
let onlyAurora: Caller

beforeAll(async () => {
  reader = await tokenCaller(["releases:read"])
  await seedRelease({ tenant: "aurora", chartVersion: "1.9.0" })
  await seedRelease({ tenant: "aurora", chartName: "store", chartVersion: "1.0.0", outOfBand: true })
  await seedRelease({ tenant: "bluefin", chartVersion: "1.10.0", status: "FAILED", appVersion: "3.0.0" })
  await seedRelease({ tenant: "cedar", chartVersion: "1.9.0", status: "UNINSTALLED" })
  await seedRelease({ tenant: "dune", chartVersion: "1.9.0", status: "PENDING_UPGRADE", at: new Date(0) })
  const { id } = await prismaClient().tenant.findUniqueOrThrow({ where: { slug: "aurora" } })
  onlyAurora = await tokenCaller(["releases:read"], { tenants: [id] })
})

async function get(rest: string, caller = reader) {
  const route = routeAt(`helm/releases${rest.split("?")[0]}`)
  return callRoute(route, "GET", { caller, path: `/api/v1/helm/releases${rest}` })
}

const tenants = (rows: { tenantSlug: string }[]) => rows.map(({ tenantSlug }) => tenantSlug).sort()

describe("GET /helm/releases filters", () => {
  it.each([
    ["chartName=service&chartVersion=1.9.0", ["aurora", "cedar", "dune"]],
    ["chartName=service&olderThan=1.10.0", ["aurora", "dune"]],
    ["appVersion=3.0.0", ["bluefin"]],
    ["outOfBand=true", ["aurora"]],
    ["chartName=service&installed=true", ["aurora", "bluefin", "dune"]],
    ["installed=false", ["cedar"]],
  ])("by %s", async (query, expected) => {
    const { status, body, text } = await get(`?${query}`)
    expect(status, text).toBe(200)
    expect(tenants(body)).toEqual(expected)
  })

  it("and returns 422 for olderThan without a chart or with an invalid version", async () => {
    expect((await get("?olderThan=1.10.0")).body.errors).toMatchObject([{ pointer: "/olderThan" }])
    expect((await get("?chartName=service&olderThan=newest")).status).toBe(422)
  })
})

describe("GET /helm/releases/matrix", () => {
  it("returns one row per tenant with its installed releases, by slug and in pages", async () => {
    const first = await get("/matrix?limit=2")
    const rows = matrixRowSchema.array().parse(first.body)
    expect(rows.map(({ tenantSlug }) => tenantSlug)).toEqual(["aurora", "bluefin"])
    expect(rows[0]?.releases).toMatchObject([
      { chartName: "service", chartVersion: "1.9.0", status: "DEPLOYED", outOfBand: false },
      { chartName: "store", outOfBand: true },
    ])
    const cursor = /cursor=([^>&]+)/.exec(first.headers.get("link") ?? "")?.[1]
    expect(tenants((await get(`/matrix?limit=2&cursor=${cursor}`)).body)).toEqual(["dune"])
  })

  it("returns only releases that match the filters, of the caller's tenants", async () => {
    const { body } = await get("/matrix?chartName=service&olderThan=1.10.0")
    expect(tenants(body)).toEqual(["aurora", "dune"])
    expect(body[0].releases).toHaveLength(1)
    expect(tenants((await get("/matrix", onlyAurora)).body)).toEqual(["aurora"])
  })
})

describe("GET /helm/releases/versions", () => {
  it("counts installed versions, newest first, and marks charts that are not in the catalog", async () => {
    const rows = fleetVersionSchema.array().parse((await get("/versions")).body)
    expect(rows.map(({ chartName, chartVersion, releases }) => [chartName, chartVersion, releases])).toEqual([
      ["service", "1.10.0", 1],
      ["service", "1.9.0", 2],
      ["store", "1.0.0", 1],
    ])
    expect(rows[1]).toMatchObject({ byStatus: { DEPLOYED: 1, PENDING_UPGRADE: 1 }, newestVersion: null })
  })

  it("counts only the caller's tenants", async () => {
    expect((await get("/versions", onlyAurora)).body).toHaveLength(2)
  })

  it("uses the last known listing of an unavailable repository, and names one that was never read", async () => {
    const [{ repository } = { repository: "" }] = (await get("/versions")).body
    await prismaClient().chartRepository.create({
      data: { name: repository, kind: "INDEX", url: "https://slow.test/charts", createdBy: "test" },
    })
    const source = { id: "", name: "", kind: "INDEX" as const, url: "", username: null, password: null }
    const read = vi
      .spyOn(readerOf(source), "list")
      .mockRejectedValueOnce(new RepositoryProblem("It is away."))
    const unknown = await get("/versions")
    expect(unknown.headers.get("slipway-incomplete")).toBe(repository)
    expect(unknown.body[0].newestVersion).toBeNull()

    const metadata = { appVersion: null, description: null, icon: null, deprecated: false, createdAt: null }
    const version = { ...metadata, name: "service", version: "2.0.0", digest: null, location: "" }
    read.mockResolvedValueOnce(await makeListing([[version]]))
    await get("/versions")
    read.mockRejectedValue(new RepositoryProblem("It is away."))
    const versions = await get("/versions")
    expect(versions.headers.get("slipway-incomplete")).toBeNull()
    expect(versions.body[0]).toMatchObject({ newestVersion: "2.0.0", versionsBehind: 1 })
    const attention = releaseAttentionSchema.parse((await get("/attention")).body)
    expect(attention.find(({ kind }) => kind === "behind")?.total).toBe(3)
    expect(tenants((await get("?overBudget=true")).body)).toEqual(["aurora", "bluefin", "dune"])
    expect(tenants((await get("?overBudget=false")).body)).toEqual(["aurora", "cedar"])
    read.mockRestore()
    await prismaClient().chartRepository.deleteMany()
    expect(tenants((await get("?overBudget=true")).body)).toEqual([])
  })
})

describe("GET /helm/releases/attention", () => {
  it("lists releases that failed, were changed out of band, or have a stuck operation", async () => {
    const kinds = releaseAttentionSchema.parse((await get("/attention")).body)
    expect(kinds.map(({ kind, total }) => [kind, total])).toEqual([
      ["failed", 1],
      ["hanging", 1],
      ["outOfBand", 1],
    ])
    expect(kinds[0]?.items[0]).toMatchObject({ tenantName: "The bluefin", chartVersion: "1.10.0" })
  })

  it("lists operations that no worker claims or that run for too long", async () => {
    const waits = await seedRelease({ tenant: "ember" })
    const runs = await seedRelease({ tenant: "fjord" })
    const longAgo = new Date(Date.now() - 3_600_000)
    await seedOperation(waits, { state: "QUEUED", requestedAt: longAgo })
    await seedOperation(runs, { state: "RUNNING", requestedAt: longAgo, startedAt: longAgo })
    const kinds = releaseAttentionSchema.parse((await get("/attention")).body)
    const names = Object.fromEntries(kinds.map(({ kind, items }) => [kind, items[0]?.tenantName]))
    expect(names).toMatchObject({ waiting: "The ember", slow: "The fjord" })
    for (const { kind, total } of kinds) {
      if (kind !== "waiting" && kind !== "slow" && kind !== "hanging") continue
      expect((await get(`?change=${kind}`)).body, kind).toHaveLength(total)
    }
    expect(tenants((await get("?change=queued")).body)).toContain("ember")
    expect(tenants((await get("?change=running")).body)).toContain("fjord")
    expect((await get("?change=queued", onlyAurora)).body).toEqual([])
  })

  it("lists rollouts that are paused until resumed", async () => {
    const id = crypto.randomUUID()
    await prismaClient().rollout.create({
      data: {
        id,
        chartName: "service",
        targetVersion: "2.0.0",
        state: "PAUSED",
        upgrades: 3,
        concurrency: 1,
        bakeSeconds: 0,
        sealedValues: "",
        sealedMasked: "",
        timeoutSeconds: 1,
        atomic: true,
        waitForJobs: false,
        requestedBy: "ada",
        requester: {},
      },
    })
    const listFor = async (caller: Caller) =>
      releaseAttentionSchema
        .parse((await get("/attention", caller)).body)
        .find(({ kind }) => kind === "paused")
    expect(await listFor(reader)).toMatchObject({
      total: 1,
      items: [{ rolloutId: id, chartName: "service", chartVersion: "2.0.0", releases: 3 }],
    })
    expect(await listFor(onlyAurora)).toBeUndefined()
  })

  it("lists only the caller's tenants", async () => {
    const kinds = releaseAttentionSchema.parse((await get("/attention", onlyAurora)).body)
    expect(kinds.map(({ kind }) => kind)).toEqual(["outOfBand"])
  })
})

async function seedOperation(
  releaseId: string,
  when: { state: "QUEUED" | "RUNNING"; requestedAt: Date; startedAt?: Date },
) {
  const { tenantId, cluster, namespace, releaseName } = await prismaClient().release.findUniqueOrThrow({
    where: { id: releaseId },
  })
  await prismaClient().operation.create({
    data: {
      id: crypto.randomUUID(),
      tenantId,
      releaseId,
      cluster,
      namespace,
      releaseName,
      kind: "UPGRADE",
      ...when,
      sealedRequest: "",
      requestedBy: "ada",
      requester: {},
    },
  })
}
