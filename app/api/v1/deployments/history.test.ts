import { beforeAll, describe, expect, it } from "vitest"
import { history as route } from "@/app/api/v1/deployments/routes"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/deployments/history"
let reader: Caller

const commit = "abc1234def5678abc1234def5678abc1234def56"
const at = (minute: number) => `2026-02-12T10:${String(minute).padStart(2, "0")}:00Z`

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  await recordAll(
    { environment: "dev", imageTag: "v1.0.0", deployedAt: at(0), gitCommit: commit, gitBranch: "main" },
    { environment: "dev", imageTag: "v1.1.0", deployedAt: at(1), status: "FAILED", initiatedBy: "Ada" },
    { environment: "staging", imageTag: "v1.0.0", deployedAt: at(2), externalId: "run-77" },
    { environment: "dev", imageTag: "x9", deployedAt: at(3), application: "search", gitBranch: "feature/x" },
    { environment: "prod", imageTag: "v1.0.0", deployedAt: at(4), status: "PENDING", initiatedBy: "Ada" },
    { environment: "prod", imageTag: "v0.9.0", deployedAt: at(4), initiatedBy: "50%_off" },
  )
})

function history(query: string, caller = reader) {
  return callRoute(route, "GET", { caller, path: `${path}?${query}` })
}

async function minutes(query: string, caller = reader): Promise<string[]> {
  const { status, body } = await history(query, caller)
  expect(status, JSON.stringify(body)).toBe(200)
  return body.map(
    (one: { deployedAt: string; imageTag: string }) => `${one.deployedAt.slice(14, 16)} ${one.imageTag}`,
  )
}

async function pagesOf(query: string): Promise<string[]> {
  const pages: string[] = []
  let next: string | undefined = query
  while (next !== undefined) {
    pages.push(...(await minutes(next)))
    const { headers } = await history(next)
    next = /\?([^>]+)>/.exec(headers.get("link") ?? "")?.[1]
  }
  return pages
}

const expectedTags = ["04 v0.9.0", "04 v1.0.0", "03 x9", "02 v1.0.0", "01 v1.1.0", "00 v1.0.0"]

describe("GET /history", () => {
  it("returns 200 with all records the caller can see, newest first, and in recording order at the same time", async () => {
    expect(await minutes("")).toEqual(expectedTags)
  })

  it("lists the oldest first on request, with any filter, page by page and in recording order", async () => {
    expect(await minutes("order=oldest")).toEqual(expectedTags.toReversed())
    expect(await minutes("order=oldest&q=v1")).toEqual(
      expectedTags.filter((one) => one.includes(" v1")).toReversed(),
    )
    expect(await pagesOf("order=oldest&limit=1")).toEqual(expectedTags.toReversed())
  })

  it.each([
    ["imageTag", ["04 v0.9.0", "04 v1.0.0", "02 v1.0.0", "00 v1.0.0", "01 v1.1.0", "03 x9"]],
    ["-imageTag", ["03 x9", "01 v1.1.0", "04 v1.0.0", "02 v1.0.0", "00 v1.0.0", "04 v0.9.0"]],
    ["environment", ["03 x9", "01 v1.1.0", "00 v1.0.0", "04 v0.9.0", "04 v1.0.0", "02 v1.0.0"]],
    ["-gitBranch", ["00 v1.0.0", "03 x9", "04 v0.9.0", "04 v1.0.0", "02 v1.0.0", "01 v1.1.0"]],
    ["initiatedBy&environment=dev", ["01 v1.1.0", "03 x9", "00 v1.0.0"]],
    ["-status&q=v1.0", ["04 v1.0.0", "02 v1.0.0", "00 v1.0.0"]],
  ])("sorts by %s, equal values newest first, page by page", async (sort, expected) => {
    expect(await minutes(`sort=${sort}`)).toEqual(expected)
    expect(await pagesOf(`sort=${sort}&limit=1`)).toEqual(expected)
  })

  it.each([
    ["environment=dev", ["03 x9", "01 v1.1.0", "00 v1.0.0"]],
    ["environment=development", ["03 x9", "01 v1.1.0", "00 v1.0.0"]],
    ["application=search", ["03 x9"]],
    ["application=platform&environment=dev", ["01 v1.1.0", "00 v1.0.0"]],
    ["status=FAILED", ["01 v1.1.0"]],
    ["imageTag=v1.0.0", ["04 v1.0.0", "02 v1.0.0", "00 v1.0.0"]],
    ["imageTag=v1.0.0&environment=prod&status=PENDING", ["04 v1.0.0"]],
    ["branch=feature/x", ["03 x9"]],
    ["branch=feature%2Fx", ["03 x9"]],
    ["commit=abc1234", ["00 v1.0.0"]],
    ["commit=ABC1234DEF", ["00 v1.0.0"]],
    [`commit=${commit}`, ["00 v1.0.0"]],
    ["commit=abc1235", []],
    ["initiatedBy=Ada", ["04 v1.0.0", "01 v1.1.0"]],
    [`from=${at(2)}&to=${at(4)}`, ["03 x9", "02 v1.0.0"]],
    ["from=2026-02-12T12:04:00+02:00", ["04 v0.9.0", "04 v1.0.0"]],
    ["q=v1", ["04 v1.0.0", "02 v1.0.0", "01 v1.1.0", "00 v1.0.0"]],
    ["q=v1&status=FAILED", ["01 v1.1.0"]],
    ["q=ABC12", ["00 v1.0.0"]],
    ["q=feature", ["03 x9"]],
    ["q=sea", ["03 x9"]],
    ["q=Ad", ["04 v1.0.0", "01 v1.1.0"]],
    ["q=run-7", ["02 v1.0.0"]],
    ["q=50%25_", ["04 v0.9.0"]],
    ["q=%25", []],
    ["q=1.0.0", []],
  ])("returns 200 for %s", async (query, expected) => {
    expect(await minutes(query)).toEqual(expected)
  })

  it.each(["", "q=v", "application=platform", "environment=prod"])(
    "returns 200 with pages and a Link with %s, without duplicates or gaps",
    async (query) => {
      const allMinutes = await minutes(query)
      const read: string[] = []
      let next: string | undefined = `${query}&limit=1`
      while (next !== undefined) {
        const { body, headers } = await history(next)
        read.push(`${body[0].deployedAt.slice(14, 16)} ${body[0].imageTag}`)
        next = /<[^?]+\?([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1]
      }
      expect(read).toEqual(allMinutes)
    },
  )

  it("returns 200 with only its own environments for a limited token", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["staging", "prod"] })
    expect(await minutes("", limited)).toEqual(["04 v0.9.0", "04 v1.0.0", "02 v1.0.0"])
    expect(await minutes("q=v1", limited)).toEqual(["04 v1.0.0", "02 v1.0.0"])
    expect(await minutes("application=search", limited)).toEqual([])
  })

  it("returns 401 and 403 for anonymous callers and for a token without deployments:read", async () => {
    expect((await history("", anonymous)).status).toBe(401)
    expect((await history("", await tokenCaller(["releases:read"]))).status).toBe(403)
  })

  it("returns 422 for an environment outside the token's limit", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["staging"] })
    expect((await history("environment=dev", limited)).status).toBe(422)
  })

  it.each([
    ["environment=stagin", "/environment"],
    ["status=deployed", "/status"],
    ["commit=abc12", "/commit"],
    ["commit=main", "/commit"],
    ["from=yesterday", "/from"],
    [`from=${at(4)}&to=${at(2)}`, "/to"],
    ["limit=501", "/limit"],
    ["limit=0", "/limit"],
    ["cursor=nonsense", "/cursor"],
    ["status=FAILED&status=PENDING", "/status"],
    ["enviroment=dev", "/enviroment"],
  ])("returns 422 with a pointer for %s", async (query, pointer) => {
    const { status, body } = await history(query)
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })

  it("returns 400 for text that cannot be stored", async () => {
    expect((await history("q=%00")).status).toBe(400)
  })
})

describe("GET /history?sort=durationSeconds", () => {
  it("sorts by duration, with unknown durations as the shortest", async () => {
    const caller = await tokenCaller(["deployments:read"])
    const deployedAt = "2026-02-11T10:00:00Z"
    const lane = { application: "timed", environment: "staging", deployedAt }
    await recordAll(
      { ...lane, imageTag: "t1", completedAt: "2026-02-11T10:01:00Z" },
      { ...lane, imageTag: "t2", completedAt: "2026-02-11T10:09:00Z" },
      { ...lane, imageTag: "t3" },
    )
    const tags = async (sort: string) =>
      (await history(`application=timed&sort=${sort}`, caller)).body.map(
        (one: { imageTag: string }) => one.imageTag,
      )
    expect(await tags("-durationSeconds")).toEqual(["t2", "t1", "t3"])
    expect(await tags("durationSeconds")).toEqual(["t3", "t1", "t2"])
    expect((await history("sort=notes")).status).toBe(422)
  })

  it.each([
    ["durationSeconds", "v1"],
    ["imageTag", 60],
  ])("returns 422 for a cursor of an order other than %s", async (sort, key) => {
    const cursor = Buffer.from(JSON.stringify([key, "2026-02-11T10:00:00.000Z", "1"])).toString("base64url")
    const { status, body } = await history(`sort=${sort}&cursor=${cursor}`)
    expect([status, body.errors[0].pointer]).toEqual([422, "/cursor"])
  })
})
