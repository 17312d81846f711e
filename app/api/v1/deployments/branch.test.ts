import { beforeAll, describe, expect, it } from "vitest"
import { branch as route } from "@/app/api/v1/deployments/routes"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/deployments/branch"
let reader: Caller

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  const gitBranch = "feature/über/100%"
  await recordAll(
    { environment: "dev", imageTag: "b1", deployedAt: "2026-02-12T10:00:00Z", gitBranch },
    { environment: "staging", imageTag: "b2", deployedAt: "2026-02-12T11:00:00Z", gitBranch },
    { environment: "dev", imageTag: "b3", deployedAt: "2026-02-12T12:00:00Z", gitBranch: "feature" },
  )
})

/** `written`: the branch as in the URL; split at slashes and decoded as Next.js does. */
function ofBranch(written: string, query = "", caller = reader) {
  const params = { gitBranch: decodeURIComponent(written) }
  return callRoute(route, "GET", { caller, path: `${path}/${written}?${query}`, params })
}

const tags = (body: { imageTag: string }[]) => body.map(({ imageTag }) => imageTag)

describe("GET /branch/{gitBranch}", () => {
  it.each(["feature/%C3%BCber/100%25", "feature%2F%C3%BCber%2F100%25"])(
    "returns 200 with the deployments of %s, newest first",
    async (written) => {
      expect(tags((await ofBranch(written)).body)).toEqual(["b2", "b1"])
    },
  )

  it("returns 200 with at most `limit` items and a Link to more", async () => {
    const { body, headers } = await ofBranch("feature%2F%C3%BCber%2F100%25", "limit=1")
    expect(tags(body)).toEqual(["b2"])
    expect(headers.get("link")).toContain('rel="next"')
  })

  it("returns 200 with an empty list for a branch without deployments or one that the caller cannot see", async () => {
    expect((await ofBranch("other")).body).toEqual([])
    const limited = await tokenCaller(["deployments:read"], { environments: ["prod"] })
    expect((await ofBranch("feature", "", limited)).body).toEqual([])
  })
})

describe("GET /branch/{gitBranch} with an invalid request", () => {
  it("returns 400, 401 and 422", async () => {
    expect((await ofBranch("feature%00")).status).toBe(400)
    expect((await ofBranch("feature", "", anonymous)).status).toBe(401)
    expect((await ofBranch("feature", "limit=1000")).status).toBe(422)
  })
})
