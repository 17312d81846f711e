import { beforeAll, describe, expect, it } from "vitest"
import { current, deployment as one, unmarking as unmark } from "@/app/api/v1/deployments/routes"
import { insights } from "@/app/api/v1/insights/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/deployments"
let pipeline: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"])
})

async function marked(application: string, status: string): Promise<string> {
  const [record] = await recordAll({
    application,
    environment: "prod",
    imageTag: "v1",
    deployedAt: "2026-02-12T10:00:00Z",
    status,
  })
  const id = record?.id ?? ""
  const body = { status: "ROLLED_BACK", rollbackReason: "It leaks." }
  await callRoute(one, "PATCH", { caller: pipeline, path: "/x", params: { id }, body })
  return id
}

function undo(id: string, caller = pipeline) {
  return callRoute(unmark, "POST", { caller, path: `${path}/${id}/unmark`, params: { id } })
}

describe("POST /{id}/unmark", () => {
  it.each(["DEPLOYED", "FAILED", "PENDING"])(
    "restores the status of a deployment that was %s",
    async (status) => {
      const id = await marked(`unmark-${status}`, status)
      const { status: code, body } = await undo(id)
      expect(code).toBe(200)
      expect(body).toMatchObject({ status, rolledBackAt: null, rolledBackBy: null, rollbackReason: null })
      expect(body.completedAt).toBeNull()
    },
  )

  it("makes the deployment current again, and records it in the audit log", async () => {
    const id = await marked("unmark-current", "DEPLOYED")
    const running = () =>
      callRoute(current, "GET", { caller: pipeline, path: `${path}/current?application=unmark-current` })
    expect((await running()).status).toBe(404)
    await undo(id)
    expect((await running()).body.deploymentId).toBe(id)
    const entries = await prismaClient().auditEntry.findMany({
      where: { subjectId: id },
      orderBy: { at: "asc" },
    })
    expect(entries.at(-1)?.action).toBe("deployment.rollback_undone")
    expect(entries.at(-1)?.body).toContain("It leaks.")
  })

  it("leaves an unmarked deployment unchanged; returns 403 without permission and 404 for an unknown one", async () => {
    const [record] = await recordAll({
      environment: "dev",
      imageTag: "v1",
      deployedAt: "2026-02-12T10:00:00Z",
    })
    const id = record?.id ?? ""
    expect((await undo(id)).body).toEqual(record)
    expect((await undo(id, await sessionCaller("VIEWER"))).status).toBe(403)
    expect(
      (await undo(id, await tokenCaller(["deployments:write"], { environments: ["prod"] }))).status,
    ).toBe(404)
    expect((await undo("01900000-0000-7000-8000-000000000000")).status).toBe(404)
  })
})

describe("A FAILED deployment marked as rolled back", () => {
  it("stays failed in all metrics and never becomes current", async () => {
    const application = "failed-marked"
    const [, failed] = await recordAll(
      { application, environment: "prod", imageTag: "v1", deployedAt: "2026-02-12T10:00:00Z" },
      {
        application,
        environment: "prod",
        imageTag: "v2",
        deployedAt: "2026-02-12T11:00:00Z",
        status: "FAILED",
      },
    )
    const figures = async () => {
      const query = new URLSearchParams({
        application,
        environment: "prod",
        from: "2026-02-12T00:00:00Z",
        to: "2026-02-13T00:00:00Z",
      })
      const { body } = await callRoute(insights, "GET", {
        caller: pipeline,
        path: `${path}/insights?${query}`,
      })
      return [body.totals, body.buckets]
    }
    const before = await figures()
    const body = { status: "ROLLED_BACK" }
    const change = { caller: pipeline, path: "/x", params: { id: failed?.id ?? "" }, body }
    const { body: response } = await callRoute(one, "PATCH", change)
    expect([response.status, response.reached]).toEqual(["ROLLED_BACK", false])
    expect(await figures()).toEqual(before)
    expect(await prismaClient().imageVersion.count({ where: { application, imageTag: "v2" } })).toBe(0)
  })
})
