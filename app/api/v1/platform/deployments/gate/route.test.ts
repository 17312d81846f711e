import { beforeAll, describe, expect, it } from "vitest"
import { callRoute } from "@/lib/testing/call-route"
import { type Caller, nobody, tokenCaller } from "@/lib/testing/callers"
import { tell } from "@/lib/testing/tell"
import * as removals from "../removals/route"
import * as route from "./route"

const path = "/api/v1/platform/deployments/gate"
const at = (minute: number) => `2026-02-12T10:0${minute}:00Z`
let caller: Caller

beforeAll(async () => {
  caller = await tokenCaller(["deployments:write"])
})

async function ask(query: Record<string, string>, as = caller) {
  const answer = await callRoute(route, "GET", { caller: as, path: `${path}?${new URLSearchParams(query)}` })
  const codes = answer.body.reasons?.map((reason: { code: string }) => reason.code)
  return { ...answer, codes, allowed: answer.body.allowed }
}

describe("GET /gate answers 200", () => {
  it("allowed, for an application that runs nowhere below", async () => {
    const { allowed, codes } = await ask({ environment: "prod", imageTag: "v1", application: "new" })
    expect([allowed, codes]).toEqual([true, []])
  })

  it("not allowed for an unknown environment, naming the one probably meant", async () => {
    const { status, allowed, codes, body } = await ask({ environment: "prodd", imageTag: "v1" })
    expect([status, allowed, codes]).toEqual([200, false, ["unknown_environment"]])
    expect(body.reasons[0]).toMatchObject({ blocking: true, message: expect.stringContaining('"prod"') })
  })

  it("not allowed for a tag that never ran on the rung below, also when it failed there", async () => {
    const application = "ladder"
    await tell(
      { environment: "staging", application, imageTag: "v1", deployedAt: at(0) },
      { environment: "staging", application, imageTag: "v2", deployedAt: at(1), status: "FAILED" },
      { environment: "dev", application, imageTag: "v2", deployedAt: at(0) },
    )
    expect(await ask({ environment: "prod", imageTag: "v1", application })).toMatchObject({ allowed: true })
    for (const imageTag of ["v2", "v3"]) {
      const { allowed, codes } = await ask({ environment: "production", imageTag, application })
      expect([allowed, codes]).toEqual([false, ["never_in_lower_environment"]])
    }
  })

  it("by the next lower rung that carries the application", async () => {
    const application = "skips"
    await tell(
      { environment: "staging", application, imageTag: "v1", deployedAt: at(0) },
      { environment: "dev", application, imageTag: "v2", deployedAt: at(0) },
    )
    expect(await ask({ environment: "prod", imageTag: "v2", application })).toMatchObject({ allowed: false })
    const body = { application, environment: "staging", removedAt: at(1) }
    await callRoute(removals, "POST", { caller, path, body })
    expect(await ask({ environment: "prod", imageTag: "v2", application })).toMatchObject({ allowed: true })
  })

  it("allowed, with what is worth knowing: rolled back below or here, failed, under way, already there", async () => {
    const application = "known"
    const lane = { environment: "prod", application }
    await tell(
      { environment: "staging", application, imageTag: "v1", deployedAt: at(0), status: "ROLLED_BACK" },
      { environment: "staging", application, imageTag: "v2", deployedAt: at(1) },
      { ...lane, imageTag: "v2", deployedAt: at(2), status: "ROLLED_BACK" },
    )
    const codesOf = async (imageTag: string) => {
      const { allowed, codes } = await ask({ ...lane, imageTag })
      expect(allowed).toBe(true)
      return codes
    }
    expect(await codesOf("v1")).toEqual(["rolled_back_in_lower_environment"])
    expect(await codesOf("v2")).toEqual(["rolled_back_here"])
    await tell({ ...lane, imageTag: "v2", deployedAt: at(3), status: "FAILED" })
    expect(await codesOf("v2")).toEqual(["failed_here"])
    await tell({ ...lane, imageTag: "v2", deployedAt: at(4), status: "PENDING" })
    expect(await codesOf("v2")).toEqual(["in_progress_here"])
    await tell({ ...lane, imageTag: "v2", deployedAt: at(5) })
    expect(await codesOf("v2")).toEqual(["already_current"])
  })

  it("by what the ledger knows, also below the environments of a limited token", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["prod"] })
    const { allowed } = await ask({ environment: "prod", imageTag: "v3", application: "ladder" }, limited)
    expect(allowed).toBe(false)
  })
})

describe("GET /gate refuses", () => {
  it("with 401, 403 and 422", async () => {
    const query = { environment: "prod", imageTag: "v1" }
    expect((await ask(query, nobody)).status).toBe(401)
    expect((await ask(query, await tokenCaller(["releases:read"]))).status).toBe(403)
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    expect((await ask(query, limited)).status).toBe(403)
    const unknown = await ask({ ...query, environment: "pro" }, limited)
    expect(JSON.stringify(unknown.body)).not.toMatch(/staging|prod/)
    expect((await ask({ environment: "prod" })).body.errors[0].pointer).toBe("/imageTag")
    expect((await ask({ ...query, imageTag: "no tag" })).status).toBe(422)
  })
})
