import { beforeAll, describe, expect, it } from "vitest"
import { environments } from "@/app/api/v1/environments/routes"
import { promotions as route } from "@/app/api/v1/insights/routes"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

let reader: Caller

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  await recordAll(
    { environment: "dev", imageTag: "v1", deployedAt: "2026-02-01T10:00:00Z" },
    { environment: "staging", imageTag: "v1", deployedAt: "2026-02-01T10:30:00Z" },
    { environment: "prod", imageTag: "v1", deployedAt: "2026-02-01T12:30:00Z" },
    { environment: "dev", imageTag: "v2", deployedAt: "2026-02-02T10:00:00Z" },
    { environment: "prod", imageTag: "v2", deployedAt: "2026-02-02T11:00:00Z" },
    { environment: "dev", imageTag: "v9", deployedAt: "2026-02-03T10:00:00Z", application: "search" },
    { environment: "dev", imageTag: "v8", deployedAt: "2026-02-03T11:00:00Z", status: "FAILED" },
  )
})

function promotions(query = "", caller = reader) {
  return callRoute(route, "GET", { caller, path: `/api/v1/platform/deployments/promotions${query}` })
}

const tags = (body: { imageTag: string }[]) => body.map(({ imageTag }) => imageTag)

describe("GET /deployments/promotions", () => {
  it("returns 200 with one path for a tag promoted through dev, staging and prod, and the waiting time of each step", async () => {
    const { status, body } = await promotions("?application=platform")
    expect(status).toBe(200)
    expect(tags(body)).toEqual(["v2", "v1"])
    expect(body[1]).toMatchObject({
      steps: [
        { environment: "dev", deployedAt: "2026-02-01T10:00:00Z", waitedSeconds: null },
        { environment: "staging", waitedSeconds: 1800 },
        { environment: "prod", waitedSeconds: 7200 },
      ],
      skipped: [],
      outOfOrder: false,
      live: ["staging"],
    })
    expect(body[0]).toMatchObject({ skipped: ["staging"], live: ["dev", "prod"] })
  })

  it("returns 200 with pages and a Link", async () => {
    const first = await promotions("?limit=2")
    expect(tags(first.body)).toEqual(["v9", "v2"])
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? ""
    const second = await callRoute(route, "GET", { caller: reader, path: next })
    expect(tags(second.body)).toEqual(["v1"])
    expect(second.headers.get("link")).toBeNull()
  })

  it("returns 200 with the tags that first appeared in a window", async () => {
    expect(tags((await promotions("?from=2026-02-02T00:00:00Z&to=2026-02-03T00:00:00Z")).body)).toEqual([
      "v2",
    ])
  })

  it("returns 200 without other environments for a limited token", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["staging"] })
    const { body } = await promotions("", limited)
    expect(tags(body)).toEqual(["v1"])
    expect(body[0]).toMatchObject({ steps: [{ environment: "staging", waitedSeconds: null }], skipped: [] })
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await promotions("", anonymous)).status).toBe(401)
  })

  it("returns 403 for a token without deployments:read", async () => {
    expect((await promotions("", await tokenCaller(["releases:read"]))).status).toBe(403)
  })

  it("returns 422 for a limit over 500, an invalid cursor and a window that ends before it starts", async () => {
    expect((await promotions("?limit=501")).status).toBe(422)
    expect((await promotions("?cursor=abc")).body.code).toBe("bad_cursor")
    const { body } = await promotions("?from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z")
    expect(body.errors[0].pointer).toBe("/to")
  })
})

describe("Skipped stages in GET /deployments/promotions", () => {
  it("do not include stages that the application never used or adopted later", async () => {
    const admin = await sessionCaller("ADMIN")
    const addStage = (name: string) =>
      callRoute(environments, "POST", {
        caller: admin,
        path: "/api/v1/platform/environments",
        body: { name, rank: 15 },
      })
    for (const name of ["perf", "review-1", "review-2"]) await addStage(name)
    const skippedOf = async (imageTag: string) =>
      (await promotions(`?application=platform&imageTag=${imageTag}`)).body[0].skipped
    expect(await skippedOf("v1")).toEqual([])
    await recordAll({ environment: "perf", imageTag: "v3", deployedAt: "2026-02-04T10:00:00Z" })
    expect(await skippedOf("v1")).toEqual([])
    await recordAll(
      { environment: "dev", imageTag: "v4", deployedAt: "2026-02-05T10:00:00Z" },
      { environment: "staging", imageTag: "v4", deployedAt: "2026-02-05T11:00:00Z" },
    )
    expect(await skippedOf("v4")).toEqual(["perf"])
  })
})
