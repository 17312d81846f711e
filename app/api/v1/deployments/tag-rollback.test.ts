import { beforeAll, describe, expect, it } from "vitest"
import { tagRollback as route } from "@/app/api/v1/deployments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const at = (minute: number) => `2026-02-12T10:0${minute}:00Z`
let operator: Caller

beforeAll(async () => {
  operator = await sessionCaller("OPERATOR")
})

function rollBack(imageTag: string, body: unknown = undefined, query = "", caller = operator) {
  const path = `/api/v1/platform/deployments/tag/${imageTag}/rollback${query}`
  return callRoute(route, "POST", { caller, path, params: { imageTag }, body })
}

async function statuses(imageTag: string): Promise<string[]> {
  const rows = await prismaClient().deployment.findMany({ where: { imageTag }, orderBy: { seq: "asc" } })
  return rows.map(({ status }) => status)
}

describe("POST /tag/{imageTag}/rollback", () => {
  it("returns 200 with the record marked, with actor, time and reason", async () => {
    await recordAll({ environment: "dev", imageTag: "r1", deployedAt: at(0) })
    const { status, body, headers } = await rollBack("r1", { reason: "It leaks." })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: "ROLLED_BACK",
      rollbackReason: "It leaks.",
      rolledBackBy: expect.stringContaining("operator"),
      rolledBackAt: expect.stringMatching(/Z$/),
    })
    expect(headers.get("etag")).toBeTruthy()
  })

  it("returns 200 with the unchanged record when it is already rolled back, even with another reason", async () => {
    await recordAll({ environment: "dev", imageTag: "r2", deployedAt: at(0) })
    const first = await rollBack("r2", { reason: "one" })
    const second = await rollBack("r2", { reason: "two" })
    expect(second).toMatchObject({ status: 200, body: first.body })
    const entries = await prismaClient().auditEntry.count({ where: { subjectId: first.body.id } })
    expect(entries).toBe(2)
  })

  it("returns 200 for the specified environment and application, in the body or in the query", async () => {
    const application = "two-places"
    await recordAll(
      { environment: "dev", application, imageTag: "r3", deployedAt: at(0) },
      { environment: "staging", application, imageTag: "r3", deployedAt: at(1) },
      { environment: "staging", imageTag: "r3", deployedAt: at(2) },
    )
    expect((await rollBack("r3", { environment: "staging", application })).status).toBe(200)
    expect(await statuses("r3")).toEqual(["DEPLOYED", "ROLLED_BACK", "DEPLOYED"])
    const { status, body } = await rollBack("r3", undefined, "?environment=dev&reason=slow")
    expect([status, body.rollbackReason]).toEqual([200, "slow"])
    expect(await statuses("r3")).toEqual(["ROLLED_BACK", "ROLLED_BACK", "DEPLOYED"])
  })

  it("returns 200 for the only environment where the tag is live", async () => {
    await recordAll(
      { environment: "dev", application: "moved-on", imageTag: "r4", deployedAt: at(0) },
      { environment: "dev", application: "moved-on", imageTag: "r5", deployedAt: at(1) },
      { environment: "prod", application: "moved-on", imageTag: "r4", deployedAt: at(2) },
    )
    expect((await rollBack("r4")).body).toMatchObject({ environment: "prod", status: "ROLLED_BACK" })
  })

  it("returns 200 for a tag that is no longer current, and for one that failed", async () => {
    await recordAll(
      { environment: "dev", application: "older", imageTag: "r6", deployedAt: at(0) },
      { environment: "dev", application: "older", imageTag: "r7", deployedAt: at(1) },
      { environment: "dev", application: "older", imageTag: "r8", deployedAt: at(2), status: "FAILED" },
    )
    expect((await rollBack("r6")).body.status).toBe("ROLLED_BACK")
    expect((await rollBack("r8")).body.status).toBe("ROLLED_BACK")
  })

  it("returns 200 for the newer record of a redeployed tag, and not for the older one when repeated", async () => {
    const application = "again"
    await recordAll(
      { environment: "dev", application, imageTag: "r9", deployedAt: at(0) },
      { environment: "dev", application, imageTag: "r10", deployedAt: at(1) },
      { environment: "dev", application, imageTag: "r9", deployedAt: at(2) },
    )
    await rollBack("r9")
    await rollBack("r9")
    expect(await statuses("r9")).toEqual(["DEPLOYED", "ROLLED_BACK"])
  })

  it("returns 409 with the candidates when the tag is live in several environments and none is specified", async () => {
    await recordAll(
      { environment: "dev", application: "three", imageTag: "r20", deployedAt: at(0) },
      { environment: "staging", application: "three", imageTag: "r20", deployedAt: at(1) },
      { environment: "prod", application: "three", imageTag: "r20", deployedAt: at(2) },
    )
    const { status, body } = await rollBack("r20")
    expect([status, body.code]).toEqual([409, "ambiguous_rollback"])
    expect(body.candidates.map((candidate: { environment: string }) => candidate.environment)).toEqual([
      "dev",
      "staging",
      "prod",
    ])
    expect(await statuses("r20")).toEqual(["DEPLOYED", "DEPLOYED", "DEPLOYED"])
  })

  it("returns 409 with only the candidates that the caller can see", async () => {
    const caller = await tokenCaller(["deployments:write"], { environments: ["staging", "prod"] })
    const { body } = await rollBack("r20", {}, "", caller)
    expect(body.candidates.map((candidate: { environment: string }) => candidate.environment)).toEqual([
      "staging",
      "prod",
    ])
  })

  it("rejects callers without permission with 401 and 403", async () => {
    expect((await rollBack("r1", {}, "", anonymous)).status).toBe(401)
    expect((await rollBack("r1", {}, "", await sessionCaller("VIEWER"))).status).toBe(403)
    const limited = await tokenCaller(["deployments:write"], { environments: ["prod"] })
    expect((await rollBack("r1", { environment: "dev" }, "", limited)).status).toBe(422)
  })

  it("rejects an unknown tag or one that the caller cannot see with 404", async () => {
    expect((await rollBack("unheard-of")).status).toBe(404)
    expect((await rollBack("r1", { environment: "prod" })).status).toBe(404)
    const limited = await tokenCaller(["deployments:write"], { environments: ["prod"] })
    expect((await rollBack("r1", {}, "", limited)).status).toBe(404)
  })

  it("rejects an unknown field, and a body that contradicts the query, with 422", async () => {
    expect((await rollBack("r1", { env: "dev" })).body.errors[0].pointer).toBe("/env")
    const { status, body } = await rollBack("r1", { environment: "dev" }, "?environment=prod")
    expect([status, body.errors[0].pointer]).toEqual([422, "/environment"])
  })
})
