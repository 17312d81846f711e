import { beforeAll, describe, expect, it } from "vitest"
import { insightRows as route } from "@/app/api/v1/insights/routes"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

let reader: Caller
const week = "from=2026-02-02T00:00:00Z&to=2026-02-09T00:00:00Z&environment=prod"

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  await recordAll(
    { environment: "prod", imageTag: "v1", deployedAt: "2026-02-02T10:00:00Z" },
    {
      environment: "prod",
      imageTag: "v2",
      deployedAt: "2026-02-03T10:00:00Z",
      completedAt: "2026-02-03T10:04:00Z",
    },
    { environment: "prod", imageTag: "v1", deployedAt: "2026-02-03T12:00:00Z" },
    { environment: "dev", imageTag: "v3", deployedAt: "2026-02-03T11:00:00Z" },
  )
})

function rows(query: string, caller = reader) {
  return callRoute(route, "GET", { caller, path: `/api/v1/platform/deployments/insights/rows?${query}` })
}

const tags = (body: { imageTag: string }[]) => body.map(({ imageTag }) => imageTag)

describe("GET /deployments/insights/rows", () => {
  it("returns 200 with the deployments behind a metric, newest first", async () => {
    const { status, body } = await rows(`${week}&metric=changeFailRate&bucket=day`)
    expect(status).toBe(200)
    expect(body).toMatchObject([{ imageTag: "v2", isRollback: false, reason: null, seconds: null }])
    expect(tags((await rows(`${week}&metric=changeFailRate&part=population`)).body)).toEqual(["v2", "v1"])
    expect((await rows(`${week}&metric=changeFailRate&part=excluded`)).body).toMatchObject([
      { imageTag: "v1", reason: "rollback" },
    ])
  })

  it("returns 200 with measured and unknown values", async () => {
    expect((await rows(`${week}&metric=durationSeconds`)).body).toMatchObject([
      { imageTag: "v2", seconds: 240 },
    ])
    expect((await rows(`${week}&metric=durationSeconds&part=excluded`)).body).toMatchObject([
      { imageTag: "v1", reason: "unknown" },
      { imageTag: "v1", reason: "unknown" },
    ])
  })

  it("returns 200 for a single bucket by its start", async () => {
    const { body } = await rows(`${week}&metric=reached&bucket=2026-02-03T00:00:00Z`)
    expect(tags(body)).toEqual(["v1", "v2"])
    const wholeWeek = await rows(`${week}&metric=reached&bucket=2026-02-02T00:00:00Z&period=week&limit=2`)
    expect(tags(wholeWeek.body)).toEqual(["v1", "v2"])
    expect(wholeWeek.headers.get("link")).toContain('rel="next"')
  })

  it("returns 200 with only its own environments for a limited token", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    const { body } = await rows("from=2026-02-02T00:00:00Z&to=2026-02-09T00:00:00Z&metric=reached", limited)
    expect(tags(body)).toEqual(["v3"])
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await rows(`${week}&metric=reached`, anonymous)).status).toBe(401)
  })

  it("returns 403 without deployments:read, and 422 for an environment outside the token's limit", async () => {
    expect((await rows(`${week}&metric=reached`, await tokenCaller(["releases:read"]))).status).toBe(403)
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    expect((await rows(`${week}&metric=reached`, limited)).status).toBe(422)
  })

  it("returns 422 without a metric, for an unknown metric and for an invalid cursor", async () => {
    expect((await rows(week)).body.errors[0].pointer).toBe("/metric")
    expect((await rows(`${week}&metric=velocity`)).status).toBe(422)
    expect((await rows(`${week}&metric=reached&cursor=abc`)).body.code).toBe("bad_cursor")
  })
})
