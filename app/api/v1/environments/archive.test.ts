import { beforeAll, describe, expect, it } from "vitest"
import { current, deployments, history, deploymentImport as imports } from "@/app/api/v1/deployments/routes"
import { environment, environments } from "@/app/api/v1/environments/routes"
import { promotions, timeline } from "@/app/api/v1/insights/routes"
import { drift, gate } from "@/app/api/v1/lanes/routes"
import { archiveIdleMembers } from "@/lib/ledger/environments/archive-idle-members"
import { prismaClient } from "@/lib/platform/db/client"
import type { Route } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const base = "/api/v1/platform"
let admin: Caller
let pipeline: Caller

beforeAll(async () => {
  admin = await sessionCaller("ADMIN")
  pipeline = await tokenCaller(["deployments:read", "deployments:write"])
})

const list = async (query = "") =>
  (await callRoute(environments, "GET", { caller: admin, path: `${base}/environments${query}` })).body
const names = async (query = "") => (await list(query)).map(({ name }: { name: string }) => name)
const create = (body: unknown) =>
  callRoute(environments, "POST", { caller: admin, path: `${base}/environments`, body })
const patch = (name: string, body: unknown) =>
  callRoute(environment, "PATCH", {
    caller: admin,
    path: `${base}/environments/${encodeURIComponent(name)}`,
    params: { name },
    body,
  })
const record = (body: object, caller = pipeline) =>
  callRoute(deployments, "POST", { caller, path: `${base}/deployments`, body: { imageTag: "v1", ...body } })
const read = async (route: Route, path: string, caller = pipeline) =>
  (await callRoute(route, "GET", { caller, path: `${base}/deployments/${path}` })).body

describe("An environment outside the promotion order", () => {
  it("is listed last with rank null, and can return to the promotion order", async () => {
    expect((await create({ name: "sandbox", rank: null })).body).toMatchObject({ rank: null })
    expect((await names()).at(-1)).toBe("sandbox")
    expect((await patch("sandbox", { rank: 1 })).body.rank).toBe(1)
    expect((await names())[0]).toBe("sandbox")
    expect((await patch("sandbox", { rank: null })).body.rank).toBeNull()
  })

  it("is not a stage of drift, promotions or the gate", async () => {
    await create({ name: "playground", rank: 5 })
    await patch("playground", { rank: null })
    await record({ application: "unranked", environment: "playground", imageTag: "v0" })
    await record({ application: "unranked", environment: "dev" })
    expect(await read(gate, "gate?environment=dev&imageTag=v9&application=unranked")).toMatchObject({
      allowed: true,
    })
    expect(await read(gate, "gate?environment=playground&imageTag=v9&application=unranked")).toEqual({
      allowed: true,
      reasons: [],
    })
    const matrix = await read(drift, "drift")
    expect(matrix.environments).not.toContain("playground")
    const row = matrix.applications.find(
      (application: { application: string }) => application.application === "unranked",
    )
    expect(row.inSync).toBe(true)
    const paths = await read(promotions, "promotions?application=unranked")
    expect(paths.map(({ imageTag }: { imageTag: string }) => imageTag)).toEqual(["v1"])
  })
})

describe("An archived environment", () => {
  it("is not shown in lists, drift, promotions and error messages, and keeps its history", async () => {
    await create({ name: "retired", rank: 25 })
    await record({ application: "shop", environment: "retired" })
    await record({ application: "shop", environment: "prod" })
    expect((await patch("retired", { archived: true })).body).toMatchObject({ archived: true, rank: 25 })
    expect(await names()).not.toContain("retired")
    expect(await names("?includeArchived=true")).toContain("retired")
    expect((await read(drift, "drift")).environments).not.toContain("retired")
    const [path] = await read(promotions, "promotions?application=shop")
    expect(path).toMatchObject({ steps: [{ environment: "prod" }], skipped: [] })
    expect(await read(history, "history?environment=retired")).toHaveLength(1)
    const unknown = await record({ environment: "retred" })
    expect(unknown.body.detail).not.toContain("retired")
    expect(await read(gate, "gate?environment=prod&imageTag=v2&application=shop")).toMatchObject({
      allowed: true,
    })
  })

  it("rejects new records, removals and import rows until it is restored", async () => {
    await create({ name: "frozen", rank: 26 })
    await record({ environment: "frozen" })
    await patch("frozen", { archived: true })
    const refused = await record({ environment: "frozen", imageTag: "v2" })
    expect([refused.status, refused.body.code]).toEqual([422, "environment_archived"])
    expect(refused.body.errors).toEqual([
      { pointer: "/environment", message: expect.stringContaining('"frozen" is archived') },
    ])
    const imported = await callRoute(imports, "POST", {
      caller: pipeline,
      path: `${base}/deployments/import`,
      headers: { "content-type": "application/x-ndjson" },
      body: JSON.stringify({ environment: "frozen", imageTag: "v2" }),
    })
    expect(imported.body).toMatchObject({ refused: 1, errors: [{ pointer: "/environment" }] })
    expect((await patch("frozen", { archived: false })).body.archived).toBe(false)
    expect((await record({ environment: "frozen", imageTag: "v2" })).status).toBe(201)
    const actions = await prismaClient().auditEntry.findMany({
      where: { action: { in: ["environment.archived", "environment.restored"] } },
    })
    expect(actions.length).toBeGreaterThanOrEqual(2)
  })

  it("is neither current nor a rollback candidate", async () => {
    await create({ name: "old-eu", rank: null })
    await record({ application: "mail", environment: "old-eu", imageTag: "m1" })
    await record({
      application: "mail",
      environment: "dev",
      imageTag: "m1",
      deployedAt: "2026-01-01T00:00:00Z",
    })
    await patch("old-eu", { archived: true })
    expect(await read(current, "current?application=mail")).toMatchObject({ environment: "dev" })
  })
})

describe("Names and aliases", () => {
  it("are case-insensitive, and an alias can be any printable text", async () => {
    await create({ name: "web", rank: 40, aliases: ["Production – web", "fix #12"] })
    for (const spelled of ["Production – web", "production – WEB", "FIX #12", "Web", "WEB"])
      expect((await record({ environment: spelled })).body).toMatchObject({ environment: "web" })
    expect(await read(history, `history?environment=${encodeURIComponent("Production – Web")}`)).toHaveLength(
      5,
    )
    expect((await create({ name: "WEB", rank: 41 })).body.code).toBe("environment_name_taken")
    expect((await create({ name: "other", rank: 41, aliases: ["FIX #12"] })).status).toBe(409)
    expect((await create({ name: "other", rank: 41, aliases: ["a", "A"] })).status).toBe(422)
    expect((await create({ name: "other", rank: 41, aliases: ["a\nb"] })).status).toBe(422)
  })

  it("suggest at most five similar environments in an error, closest first", async () => {
    for (const n of [1, 2, 3, 4, 5, 6, 7]) await create({ name: `cluster-${n}`, rank: 60 + n })
    const { detail } = (await record({ environment: "cluster-77" })).body
    expect(detail).toContain("The closest matches are: cluster-7, ")
    expect(detail.match(/cluster-\d(?!\d)/g)).toHaveLength(5)
  })
})

describe("A pattern alias", () => {
  it("creates an environment for each matching name, which filters treat as part of the family", async () => {
    await create({ name: "review", rank: null, aliases: ["review/*"] })
    const fix = await record({ environment: "review/Fix-#12", application: "shop" })
    expect([fix.status, fix.body.environment]).toEqual([201, "review/Fix-#12"])
    await record({ environment: "REVIEW/fix-#12", application: "shop", imageTag: "v2" })
    await record({ environment: "review/other", application: "shop", imageTag: "v3" })
    const versionOf = async (name: string) =>
      (await read(current, `current?application=shop&environment=${encodeURIComponent(name)}`)).imageTag
    expect(await versionOf("review/fix-#12")).toBe("v2")
    expect(await versionOf("review/other")).toBe("v3")
    expect(await read(history, "history?environment=review")).toHaveLength(3)
    const lanes = (await read(timeline, "timeline?application=shop&environment=review")).map(
      (item: { environment: string }) => item.environment,
    )
    expect(new Set(lanes)).toEqual(new Set(["review"]))
    expect((await names()).filter((name: string) => name.startsWith("review"))).toEqual(["review"])
    expect(await read(gate, "gate?environment=review/new&imageTag=v3&application=shop")).toMatchObject({
      allowed: true,
    })
    expect((await record({ environment: "reviews/x" })).status).toBe(422)
  })

  it("creates no environment for a record or an import row that is refused", async () => {
    await create({ name: "try", rank: null, aliases: ["try/*"] })
    expect((await record({ environment: "try/1", imageTag: "-" })).status).toBe(422)
    const body = JSON.stringify({ environment: "try/2", imageTag: "-" })
    const headers = { "content-type": "application/x-ndjson" }
    const path = `${base}/deployments/import`
    const imported = await callRoute(imports, "POST", { caller: pipeline, path, body, headers })
    expect(imported.body.errors[0].detail).not.toContain("environment")
    expect(await list("?family=try")).toEqual([])
  })

  it("lets a token limited to the family record and read only its environments", async () => {
    await create({ name: "preview", rank: null, aliases: ["preview-*"] })
    const limited = await tokenCaller(["deployments:read", "deployments:write"], {
      environments: ["preview"],
    })
    expect((await record({ environment: "preview-1" }, limited)).status).toBe(201)
    expect((await record({ environment: "preview-1", imageTag: "v2" }, limited)).status).toBe(201)
    expect(await read(history, "history", limited)).toHaveLength(2)
    expect((await record({ environment: "dev" }, limited)).status).toBe(422)
  })

  it("archives environments without records for 14 days, and restores them with the next record", async () => {
    await create({ name: "branch", rank: null, aliases: ["branch/*"] })
    await record({ environment: "branch/old", deployedAt: "2026-01-01T00:00:00Z" })
    await record({ environment: "branch/new" })
    const long = new Date(Date.now() - 30 * 86_400_000)
    await prismaClient().environment.updateMany({
      where: { name: { startsWith: "branch/" } },
      data: { createdAt: long },
    })
    await archiveIdleMembers()
    const archived = async () =>
      (
        await prismaClient().environment.findMany({
          where: { name: { startsWith: "branch/" }, archivedAt: { not: null } },
        })
      ).map(({ name }) => name)
    expect(await archived()).toEqual(["branch/old"])
    expect((await record({ environment: "branch/old" })).status).toBe(201)
    expect(await archived()).toEqual([])
    await patch("branch", { archived: true })
    expect((await record({ environment: "branch/another" })).body.code).toBe("environment_archived")
  })

  it("archives its environments after the number of days set for the family, or never", async () => {
    const limits = { "weekly/*": 7, "kept/*": null, "default/*": undefined }
    for (const [pattern, archiveAfterDays] of Object.entries(limits)) {
      const name = pattern.slice(0, -2)
      const created = await create({ name, rank: null, aliases: [pattern], archiveAfterDays })
      expect(created.body.archiveAfterDays).toBe(archiveAfterDays === undefined ? 14 : archiveAfterDays)
      const tenDaysAgo = new Date(Date.now() - 10 * 86_400_000)
      await record({ environment: `${name}/app`, deployedAt: tenDaysAgo.toISOString() })
      await prismaClient().environment.update({
        where: { name: `${name}/app` },
        data: { createdAt: tenDaysAgo },
      })
    }
    const archived = async (family: string) =>
      (await list(`?family=${family}&includeArchived=true`)).map((one: { archived: boolean }) => one.archived)
    await archiveIdleMembers()
    expect([await archived("weekly"), await archived("kept"), await archived("default")]).toEqual([
      [true],
      [false],
      [false],
    ])
    expect((await patch("default", { archiveAfterDays: 9 })).body.archiveAfterDays).toBe(9)
    await archiveIdleMembers()
    expect(await archived("default")).toEqual([true])
    for (const days of [0, -1, 1.5, 3651, "7"])
      expect((await patch("default", { archiveAfterDays: days })).body.errors).toMatchObject([
        { pointer: "/archiveAfterDays" },
      ])
  })

  it("lists the visible environments it created by the name of the family", async () => {
    await create({ name: "stack", rank: null, aliases: ["stack-*"] })
    for (const name of ["stack-b", "stack-a"]) await record({ environment: name })
    await patch("stack-b", { archived: true })
    expect(await names("?family=stack")).toEqual(["stack-a"])
    expect(await names("?family=STACK&includeArchived=true")).toEqual(["stack-a", "stack-b"])
    expect(await names("?family=dev")).toEqual([])
    const unknown = await callRoute(environments, "GET", {
      caller: admin,
      path: `${base}/environments?family=stak`,
    })
    expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([422, "/family"])
    const limited = async (environment: string) =>
      callRoute(environments, "GET", {
        caller: await tokenCaller(["deployments:read"], { environments: [environment] }),
        path: `${base}/environments?family=stack`,
      })
    expect((await limited("stack")).body).toMatchObject([{ name: "stack-a" }])
    expect((await limited("prod")).status).toBe(422)
  })

  it("creates one environment for concurrent records", async () => {
    await create({ name: "pr", rank: null, aliases: ["pr-*"] })
    const responses = await Promise.all(
      ["pr-7", "PR-7", "pr-7", "Pr-7"].map((name, n) => record({ environment: name, imageTag: `v${n}` })),
    )
    expect(responses.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(new Set(responses.map(({ body }) => body.environment)).size).toBe(1)
  })

  it("must contain more than a star", async () => {
    expect((await create({ name: "anything", rank: null, aliases: ["*"] })).status).toBe(422)
  })
})
