import { beforeAll, describe, expect, it } from "vitest"
import { state as route } from "@/app/api/v1/lanes/routes"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

let reader: Caller

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  await recordAll(
    {
      environment: "prod",
      imageTag: "v1",
      deployedAt: "2026-02-01T10:00:00Z",
      serviceVersions: { web: "1.4.0" },
    },
    { environment: "dev", imageTag: "v1", deployedAt: "2026-02-01T09:00:00Z" },
    { environment: "dev", imageTag: "v2", deployedAt: "2026-02-03T10:00:00Z" },
    { environment: "dev", imageTag: "v3", deployedAt: "2026-02-04T10:00:00Z", status: "FAILED" },
  )
})

function state(query = "", caller = reader) {
  return callRoute(route, "GET", { caller, path: `/api/v1/platform/deployments/state${query}` })
}

describe("GET /deployments/state", () => {
  it("returns 200 with what runs everywhere now, in rank order", async () => {
    const { status, body } = await state()
    expect(status).toBe(200)
    expect(body).toMatchObject([
      { application: "platform", environment: "dev", imageTag: "v2", serviceVersions: null },
      { application: "platform", environment: "prod", imageTag: "v1", serviceVersions: { web: "1.4.0" } },
    ])
  })

  it("returns 200 with what ran in one environment at a point in time, including by alias", async () => {
    const { body } = await state("?at=2026-02-02T00:00:00Z&environment=development")
    expect(body).toMatchObject([{ environment: "dev", imageTag: "v1", deployedAt: "2026-02-01T09:00:00Z" }])
  })

  it("returns 200 with an empty list before the first deployment", async () => {
    expect((await state("?at=2020-01-01T00:00:00Z")).body).toEqual([])
  })

  it("returns 200 with only its own environments for a limited token", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    expect(
      (await state("", limited)).body.map((entry: { environment: string }) => entry.environment),
    ).toEqual(["dev"])
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await state("", anonymous)).status).toBe(401)
  })

  it("returns 403 without deployments:read, and 422 for an environment outside the token's limit", async () => {
    expect((await state("", await tokenCaller(["releases:read"]))).status).toBe(403)
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    expect((await state("?environment=prod", limited)).status).toBe(422)
  })

  it("returns 422 for an unknown environment", async () => {
    expect((await state("?environment=stagin")).body).toMatchObject({
      status: 422,
      code: "unknown_environment",
    })
  })
})
