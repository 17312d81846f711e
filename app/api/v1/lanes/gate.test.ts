import { beforeAll, describe, expect, it } from "vitest"
import { annotations } from "@/app/api/v1/annotations/routes"
import { removals } from "@/app/api/v1/deployments/routes"
import { environment } from "@/app/api/v1/environments/routes"
import { gate as route } from "@/app/api/v1/lanes/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/deployments/gate"
const now = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const at = (minute: number) => `2026-02-12T10:0${minute}:00Z`
let caller: Caller

beforeAll(async () => {
  caller = await tokenCaller(["deployments:write"])
})

async function evaluate(query: Record<string, string>, as = caller) {
  const response = await callRoute(route, "GET", {
    caller: as,
    path: `${path}?${new URLSearchParams(query)}`,
  })
  const codes = response.body.reasons?.map((reason: { code: string }) => reason.code)
  return { ...response, codes, allowed: response.body.allowed }
}

describe("GET /gate", () => {
  it("allows an application that runs in no lower environment", async () => {
    const { allowed, codes } = await evaluate({ environment: "prod", imageTag: "v1", application: "new" })
    expect([allowed, codes]).toEqual([true, []])
  })

  it("blocks an unknown environment and suggests the closest name", async () => {
    const { status, allowed, codes, body } = await evaluate({ environment: "prodd", imageTag: "v1" })
    expect([status, allowed, codes]).toEqual([200, false, ["unknown_environment"]])
    expect(body.reasons[0]).toMatchObject({ blocking: true, message: expect.stringContaining('"prod"') })
  })

  it("blocks a tag that never ran in the next lower stage, or failed there", async () => {
    const application = "ordered"
    await recordAll(
      { environment: "staging", application, imageTag: "v1", deployedAt: at(0) },
      { environment: "staging", application, imageTag: "v2", deployedAt: at(1), status: "FAILED" },
      { environment: "dev", application, imageTag: "v2", deployedAt: at(0) },
    )
    expect(await evaluate({ environment: "prod", imageTag: "v1", application })).toMatchObject({
      allowed: true,
    })
    for (const imageTag of ["v2", "v3"]) {
      const { allowed, codes } = await evaluate({ environment: "production", imageTag, application })
      expect([allowed, codes]).toEqual([false, ["never_in_lower_environment"]])
    }
  })

  it("checks the next lower stage that has the application", async () => {
    const application = "skips"
    await recordAll(
      { environment: "staging", application, imageTag: "v1", deployedAt: at(0) },
      { environment: "dev", application, imageTag: "v2", deployedAt: at(0) },
    )
    expect(await evaluate({ environment: "prod", imageTag: "v2", application })).toMatchObject({
      allowed: false,
    })
    const body = { application, environment: "staging", removedAt: at(1) }
    await callRoute(removals, "POST", { caller, path, body })
    expect(await evaluate({ environment: "prod", imageTag: "v2", application })).toMatchObject({
      allowed: true,
    })
  })

  it("blocks a tag that was rolled back below or here, and allows informational reasons", async () => {
    const application = "known"
    const lane = { environment: "prod", application }
    await recordAll(
      { environment: "staging", application, imageTag: "v1", deployedAt: at(0), status: "ROLLED_BACK" },
      { environment: "staging", application, imageTag: "v2", deployedAt: at(1) },
      { ...lane, imageTag: "v2", deployedAt: at(2), status: "ROLLED_BACK" },
    )
    const decisionOf = async (imageTag: string) => {
      const { allowed, codes } = await evaluate({ ...lane, imageTag })
      return [allowed, ...codes]
    }
    expect(await decisionOf("v1")).toEqual([false, "rolled_back_in_lower_environment"])
    expect(await decisionOf("v2")).toEqual([false, "rolled_back_here"])
    await recordAll({ ...lane, imageTag: "v2", deployedAt: at(3), status: "FAILED" })
    expect(await decisionOf("v2")).toEqual([false, "rolled_back_here", "failed_here"])
    await recordAll({ ...lane, imageTag: "v2", deployedAt: at(5) })
    expect(await decisionOf("v2")).toEqual([true, "already_current"])
    await recordAll({ ...lane, imageTag: "v2", deployedAt: now(-60), status: "PENDING" })
    expect(await decisionOf("v2")).toEqual([true, "already_current"])
  })

  it("blocks while another version is being deployed to the environment, for up to a day", async () => {
    const lane = { environment: "dev", application: "busy" }
    await recordAll({ ...lane, imageTag: "v1", deployedAt: now(-90_000), status: "PENDING" })
    expect(await evaluate({ ...lane, imageTag: "v2" })).toMatchObject({ allowed: true, codes: [] })
    await recordAll({ ...lane, imageTag: "v1", deployedAt: now(-60), status: "PENDING" })
    expect(await evaluate({ ...lane, imageTag: "v2" })).toMatchObject({
      allowed: false,
      codes: ["deployment_in_progress"],
    })
    expect(await evaluate({ ...lane, imageTag: "v1" })).toMatchObject({
      allowed: true,
      codes: ["in_progress_here"],
    })
    expect(await evaluate({ ...lane, environment: "staging", imageTag: "v2" })).toMatchObject({
      allowed: true,
    })
  })

  it("blocks during a freeze of the application or the environment, and not after it", async () => {
    const gateQuery = { environment: "prod", imageTag: "v1", application: "frozen" }
    const freeze = (scope: object, startsAt: string, endsAt: string) =>
      callRoute(annotations, "POST", {
        caller,
        path: "/api/v1/platform/annotations",
        body: { kind: "FREEZE", text: "Black Friday", startsAt, endsAt, ...scope },
      })
    await freeze({ application: "frozen" }, now(-60), now(-30))
    await freeze({ application: "frozen" }, now(60), now(120))
    await freeze({ application: "other" }, now(-60), now(60))
    await freeze({ environment: "dev" }, now(-60), now(60))
    expect(await evaluate(gateQuery)).toMatchObject({ allowed: true, codes: [] })
    const { body: frozen } = await freeze({ application: "frozen", environment: "prod" }, now(-60), now(90))
    const { allowed, codes, body } = await evaluate(gateQuery)
    expect([allowed, codes]).toEqual([false, ["frozen"]])
    expect(body.reasons[0].message).toBe(`prod is frozen until ${frozen.endsAt}: Black Friday`)
    expect(await evaluate({ ...gateQuery, environment: "dev" })).toMatchObject({ codes: ["frozen"] })
    expect(await evaluate({ ...gateQuery, environment: "staging" })).toMatchObject({ codes: [] })
  })

  it("allows with a warning if the environment's settings turn the reason into a warning, and blocks otherwise", async () => {
    const application = "overridden"
    await recordAll({
      environment: "prod",
      application,
      imageTag: "v1",
      deployedAt: at(0),
      status: "ROLLED_BACK",
    })
    const admin = await sessionCaller("ADMIN")
    const setWarnings = (gateWarnings: string[]) =>
      callRoute(environment, "PATCH", {
        caller: admin,
        path: "/api/v1/platform/environments/prod",
        params: { name: "prod" },
        body: { gateWarnings },
      })
    const decide = async () => (await evaluate({ environment: "prod", imageTag: "v1", application })).body
    expect(await decide()).toMatchObject({ allowed: false })
    expect((await setWarnings(["rolled_back_here"])).body.gateWarnings).toEqual(["rolled_back_here"])
    expect(await decide()).toMatchObject({
      allowed: true,
      reasons: [{ code: "rolled_back_here", blocking: false }],
    })
    expect(await prismaClient().auditEntry.count({ where: { action: "environment.changed" } })).toBe(1)
    expect((await setWarnings(["archived_environment"])).status).toBe(422)
    await setWarnings([])
    expect(await decide()).toMatchObject({ allowed: false })
  })

  it("blocks a tag that was rolled back two stages below, but not one that failed there before it was marked", async () => {
    const application = "deep"
    await recordAll(
      { environment: "dev", application, imageTag: "v1", deployedAt: at(0), status: "ROLLED_BACK" },
      { environment: "staging", application, imageTag: "v1", deployedAt: at(1) },
    )
    const deep = await evaluate({ environment: "prod", application, imageTag: "v1" })
    expect([deep.allowed, deep.codes]).toEqual([false, ["rolled_back_in_lower_environment"]])
  })

  it("reports that the environment runs a different build of the tag than the stage below", async () => {
    const build = { application: "rebuilt", imageTag: "latest", deployedAt: at(0) }
    await recordAll(
      { ...build, environment: "staging", artifactDigest: `sha256:${"a".repeat(64)}`, gitCommit: "abc1234" },
      { ...build, environment: "prod", artifactDigest: `sha256:${"b".repeat(64)}`, gitCommit: "abc1234" },
    )
    const { codes, allowed } = await evaluate({
      environment: "prod",
      imageTag: "latest",
      application: "rebuilt",
    })
    expect([allowed, codes]).toEqual([true, ["already_current", "other_build_in_lower_environment"]])
  })

  it("blocks an archived environment", async () => {
    const data = { name: "old", names: { create: { name: "old", folded: "old", alias: false } } }
    await prismaClient().environment.create({ data: { ...data, archivedAt: new Date() } })
    expect(await evaluate({ environment: "old", imageTag: "v1" })).toMatchObject({
      allowed: false,
      codes: ["archived_environment"],
    })
  })

  it("uses the complete ledger, including environments that a limited token cannot see", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["prod"] })
    const { allowed } = await evaluate(
      { environment: "prod", imageTag: "v3", application: "ordered" },
      limited,
    )
    expect(allowed).toBe(false)
  })
})

describe("GET /gate with an invalid request", () => {
  it("returns 401, 403 and 422", async () => {
    const query = { environment: "prod", imageTag: "v1" }
    expect((await evaluate(query, anonymous)).status).toBe(401)
    expect((await evaluate(query, await tokenCaller(["releases:read"]))).status).toBe(403)
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    expect((await evaluate(query, limited)).body).toMatchObject({
      allowed: false,
      reasons: [{ code: "unknown_environment" }],
    })
    const unknown = await evaluate({ ...query, environment: "pro" }, limited)
    expect(JSON.stringify(unknown.body)).not.toMatch(/staging|prod/)
    expect((await evaluate({ environment: "prod" })).body.errors[0].pointer).toBe("/imageTag")
    expect((await evaluate({ ...query, imageTag: "no tag" })).status).toBe(422)
  })
})
