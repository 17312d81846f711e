import { beforeAll, describe, expect, it } from "vitest"
import { removals as route } from "@/app/api/v1/deployments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/deployments/removals"
const at = (minute: number) => `2026-02-12T10:0${minute}:00Z`
let pipeline: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"], { name: "ci" })
})

function remove(body: unknown, caller = pipeline) {
  return callRoute(route, "POST", { caller, path, body })
}

describe("POST /removals", () => {
  it("returns 201 with the removal, and records it in the audit log", async () => {
    await recordAll({ environment: "dev", application: "r1", imageTag: "v1", deployedAt: at(0) })
    const { status, body } = await remove({
      application: "r1",
      environment: "development",
      removedAt: at(1),
      reason: "Replaced by search.",
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      application: "r1",
      environment: "dev",
      removedAt: at(1),
      reason: "Replaced by search.",
      recordedBy: "ci",
    })
    const [entry] = await prismaClient().auditEntry.findMany({ where: { subjectId: body.id } })
    expect(entry?.action).toBe("application.removed")
  })

  it("returns 201 and splits the history of the lane, even when it is reported late", async () => {
    const lane = { environment: "dev", application: "r2" }
    await recordAll(
      { ...lane, imageTag: "v1", deployedAt: at(0) },
      { ...lane, imageTag: "v2", deployedAt: at(4) },
    )
    await remove({ ...lane, removedAt: at(2) })
    const rows = await prismaClient().deployment.findMany({
      where: lane.application ? { application: "r2" } : {},
    })
    expect(rows.map(({ previousImageTag }) => previousImageTag)).toEqual([null, null])
  })

  it("returns 200 with the existing removal when it is reported again", async () => {
    const lane = { environment: "dev", application: "r3" }
    await recordAll({ ...lane, imageTag: "v1", deployedAt: at(0) })
    const first = await remove({ ...lane, removedAt: at(1) })
    const repeated = await Promise.all([
      remove({ ...lane, removedAt: at(1) }),
      remove({ ...lane, removedAt: at(1) }),
    ])
    expect(repeated.map(({ status }) => status)).toEqual([200, 200])
    expect(repeated[0]?.body).toEqual(first.body)
  })

  it("rejects callers without permission with 401 and 403", async () => {
    const body = { application: "r1", environment: "dev" }
    expect((await remove(body, anonymous)).status).toBe(401)
    expect((await remove(body, await sessionCaller("VIEWER"))).status).toBe(403)
    const limited = await tokenCaller(["deployments:write"], { environments: ["prod"] })
    expect((await remove(body, limited)).status).toBe(422)
  })

  it("rejects an application that was never deployed there with 404", async () => {
    expect((await remove({ application: "r1", environment: "prod" })).status).toBe(404)
    expect(await prismaClient().lane.count({ where: { application: "r1" } })).toBe(1)
  })

  it("rejects an unknown environment, a missing application and a future time with 422", async () => {
    expect((await remove({ application: "r1", environment: "nowhere" })).status).toBe(422)
    expect((await remove({ environment: "dev" })).body.errors[0].pointer).toBe("/application")
    const ahead = new Date(Date.now() + 600_000).toISOString()
    const { status, body } = await remove({ application: "r1", environment: "dev", removedAt: ahead })
    expect([status, body.errors[0].pointer]).toEqual([422, "/removedAt"])
  })
})
