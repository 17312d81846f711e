import { beforeAll, describe, expect, it } from "vitest"
import { tagExists as exists, taggedDeployment as route } from "@/app/api/v1/deployments/routes"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/deployments/tag"
let caller: Caller

beforeAll(async () => {
  caller = await tokenCaller(["deployments:read"])
  await recordAll(
    { environment: "dev", imageTag: "v1", deployedAt: "2026-02-12T10:00:00Z" },
    { environment: "staging", imageTag: "v1", deployedAt: "2026-02-12T11:00:00Z", status: "FAILED" },
    { environment: "dev", imageTag: "v1", deployedAt: "2026-02-12T09:00:00Z", application: "search" },
  )
})

function byTag(imageTag: string, query = "", as = caller, headers: Record<string, string> = {}) {
  const written = `${path}/${encodeURIComponent(imageTag)}?${query}`
  return callRoute(route, "GET", { caller: as, path: written, params: { imageTag }, headers })
}

function hasTag(imageTag: string, as = caller) {
  const written = `${path}/${encodeURIComponent(imageTag)}/exists`
  return callRoute(exists, "GET", { caller: as, path: written, params: { imageTag } })
}

describe("GET /tag/{imageTag}", () => {
  it("returns 200 with the newest record of the tag, regardless of its status", async () => {
    expect((await byTag("v1")).body).toMatchObject({ environment: "staging", status: "FAILED" })
  })

  it("returns 200 for the specified environment and application", async () => {
    expect((await byTag("v1", "environment=dev")).body).toMatchObject({ application: "platform" })
    expect((await byTag("v1", "application=search")).body).toMatchObject({ application: "search" })
  })

  it("returns 304 for a known ETag", async () => {
    const etag = (await byTag("v1")).headers.get("etag") ?? ""
    expect((await byTag("v1", "", caller, { "if-none-match": etag })).status).toBe(304)
  })

  it("returns 401, 403, 404 and 422 for invalid requests", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["prod"] })
    expect((await byTag("v1", "", anonymous)).status).toBe(401)
    expect((await byTag("v1", "environment=dev", limited)).status).toBe(422)
    expect((await byTag("v1", "", limited)).status).toBe(404)
    expect((await byTag("v2")).status).toBe(404)
    expect((await byTag("not a tag!")).status).toBe(404)
    expect((await byTag("v1", "environment=nowhere")).status).toBe(422)
  })
})

describe("GET /tag/{imageTag}/exists", () => {
  it("returns 200 with true for a recorded tag", async () => {
    expect((await hasTag("v1")).body).toEqual({ exists: true })
  })

  it.each(["v2", "not a tag!", "v".repeat(500)])("returns 200 with false for %s", async (imageTag) => {
    expect(await hasTag(imageTag)).toMatchObject({ status: 200, body: { exists: false } })
  })

  it("returns 200 with false for a tag that the caller cannot see", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["prod"] })
    expect((await hasTag("v1", limited)).body).toEqual({ exists: false })
  })
})
