import { beforeAll, describe, expect, it } from "vitest"
import { deployment as one, removals, deployments as route } from "@/app/api/v1/deployments/routes"
import { insights } from "@/app/api/v1/insights/routes"
import { state } from "@/app/api/v1/lanes/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/platform/deployments"
let pipeline: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"])
})

function record(fields: object) {
  const body = { environment: "dev", imageTag: "v1", application: "times", ...fields }
  return callRoute(route, "POST", { caller: pipeline, path, body })
}

function patch(id: string, body: object) {
  return callRoute(one, "PATCH", { caller: pipeline, path: `${path}/${id}`, params: { id }, body })
}

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()

describe("A completedAt from a clock that is behind", () => {
  it.each([0, 3, 290])(
    "is replaced by the deployedAt of the server when it is %i seconds earlier",
    async (seconds) => {
      const { body: pending } = await record({ status: "PENDING" })
      const completedAt = new Date(Date.parse(pending.deployedAt) - seconds * 1000).toISOString()
      const { status, body } = await patch(pending.id, { status: "DEPLOYED", completedAt })
      expect([status, body.status, body.completedAt]).toEqual([200, "DEPLOYED", pending.deployedAt])
    },
  )

  it("is also replaced when the same externalId reports the end", async () => {
    const run = { externalId: "behind-1" }
    const { body: pending } = await record({ ...run, status: "PENDING" })
    const { status, body } = await record({ ...run, status: "DEPLOYED", completedAt: ago(4) })
    expect([status, body.id, body.completedAt]).toEqual([200, pending.id, pending.deployedAt])
  })

  it("returns 422 beyond 5 minutes, and when the caller sent deployedAt", async () => {
    const { body: pending } = await record({ status: "PENDING" })
    const lateEnd = await patch(pending.id, { status: "DEPLOYED", completedAt: ago(400) })
    expect([lateEnd.status, lateEnd.body.errors[0].pointer]).toEqual([422, "/completedAt"])
    const recorded = await record({ deployedAt: ago(60), completedAt: ago(63) })
    expect([recorded.status, recorded.body.errors[0].pointer]).toEqual([422, "/completedAt"])
  })
})

describe("A completedAt without deployedAt", () => {
  it("also becomes the deployedAt, with an unknown duration", async () => {
    const completedAt = "2026-02-12T10:05:00Z"
    const { status, body } = await record({ completedAt })
    expect(status).toBe(201)
    expect(body).toMatchObject({ deployedAt: completedAt, completedAt, durationSeconds: null })
  })

  it("moves a deployedAt that was not reported", async () => {
    const { body } = await record({})
    const completedAt = "2026-02-12T10:05:00Z"
    const changed = await patch(body.id, { completedAt })
    expect(changed.body).toMatchObject({ deployedAt: completedAt, completedAt, durationSeconds: null })
  })
})

describe("durationSeconds", () => {
  it("is known when both times were sent", async () => {
    const times = { deployedAt: "2026-02-12T10:00:00Z", completedAt: "2026-02-12T10:05:00Z" }
    expect((await record(times)).body.durationSeconds).toBe(300)
  })

  it("is known when the start and the end were reported separately", async () => {
    const { body: pending } = await record({ status: "PENDING", deployedAt: ago(90) })
    const { body } = await patch(pending.id, { status: "FAILED" })
    expect(body.durationSeconds).toBeGreaterThanOrEqual(90)
    expect(body.closedLate).toBe(false)
  })

  it("is unknown for a record that stayed PENDING for days, which is flagged", async () => {
    const { body: pending } = await record({ status: "PENDING", deployedAt: ago(3 * 86_400) })
    const { body } = await patch(pending.id, { status: "DEPLOYED" })
    expect(body).toMatchObject({ durationSeconds: null, closedLate: true })
  })

  it("is included in insights only when it is known", async () => {
    const application = "measured"
    await record({ application })
    await record({ application, completedAt: ago(60) })
    await record({ application, deployedAt: ago(60) })
    await record({ application, deployedAt: ago(100), completedAt: ago(40) })
    const { body: pending } = await record({ application, status: "PENDING", deployedAt: ago(3 * 86_400) })
    await patch(pending.id, { status: "DEPLOYED" })
    const query = new URLSearchParams({ application, environment: "dev", from: ago(7 * 86_400) })
    const { body } = await callRoute(insights, "GET", { caller: pipeline, path: `${path}/insights?${query}` })
    const { n, unknown, closedLate, p50 } = body.totals.durationSeconds
    expect([n, unknown, closedLate, Math.round(p50)]).toEqual([1, 3, 1, 60])
  })
})

describe("PATCH deployedAt", () => {
  it("moves the record and recomputes what it replaced", async () => {
    const lane = { application: "moved", environment: "prod" }
    const { body: first } = await record({ ...lane, imageTag: "v1", deployedAt: "2026-02-12T10:00:00Z" })
    const { body: second } = await record({ ...lane, imageTag: "v2", deployedAt: "2026-02-12T11:00:00Z" })
    const { status, body } = await patch(first.id, { deployedAt: "2026-02-12T12:00:00Z" })
    expect([status, body.deployedAt, body.previousImageTag]).toEqual([200, "2026-02-12T12:00:00Z", "v2"])
    const after = await prismaClient().deployment.findUniqueOrThrow({ where: { id: second.id } })
    expect(after.previousImageTag).toBeNull()
  })

  it("returns 422 after the existing completedAt", async () => {
    const times = { deployedAt: "2026-02-12T10:00:00Z", completedAt: "2026-02-12T10:05:00Z" }
    const { body } = await record(times)
    const refused = await patch(body.id, { deployedAt: "2026-02-12T11:00:00Z" })
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, "/deployedAt"])
  })
})

describe("An implausible time", () => {
  it.each(["deployedAt", "completedAt", "committedAt"])(
    "in 1970 as %s returns 422 with the reason",
    async (field) => {
      const { status, body } = await record({ [field]: "1970-01-01T00:00:00Z" })
      expect([status, body.errors[0].pointer]).toEqual([422, `/${field}`])
      expect(body.errors[0].message).toContain("Before 2000")
    },
  )

  it("also returns 422 in a removal and in an update", async () => {
    const { body: pending } = await record({ status: "PENDING" })
    expect(
      (await patch(pending.id, { status: "DEPLOYED", completedAt: "1999-12-31T23:59:59Z" })).status,
    ).toBe(422)
    const body = { application: "times", environment: "dev", removedAt: "1970-01-01T00:00:00Z" }
    const removal = await callRoute(removals, "POST", { caller: pipeline, path: `${path}/removals`, body })
    expect([removal.status, removal.body.errors[0].pointer]).toEqual([422, "/removedAt"])
  })
})

describe("Time formats", () => {
  const written = [
    ["2026-02-12t10:00:00z", "2026-02-12T10:00:00Z"],
    ["2026-02-12T11:00:00+0100", "2026-02-12T10:00:00Z"],
    ["2021-04-28 21:50:00 +0200", "2021-04-28T19:50:00Z"],
    ["2021-04-28 21:50:00.250-03:30", "2021-04-29T01:20:00.250Z"],
  ]

  it.each(written)("%s is accepted in a body", async (deployedAt, expected) => {
    const { status, body } = await record({ deployedAt })
    expect([status, body.deployedAt]).toEqual([201, expected])
  })

  it.each([...written.map(([text]) => text), "2026-02-12T10:00:00 01:00"])(
    "%s is accepted in a query, whether its + is escaped or not",
    async (at) => {
      for (const text of [encodeURIComponent(String(at)), String(at).replaceAll(" ", "%20")]) {
        const response = await callRoute(state, "GET", { caller: pipeline, path: `${path}/state?at=${text}` })
        expect(response.status, text).toBe(200)
      }
    },
  )

  it.each([
    "2026-02-12",
    "2026-02-12 10:00",
    "2026-02-12T10:00:00",
    "2026-13-01T00:00:00Z",
    "12 Feb 2026 10:00 UTC",
  ])("%s returns 422", async (deployedAt) => {
    const { status, body } = await record({ deployedAt })
    expect([status, body.errors[0].pointer]).toEqual([422, "/deployedAt"])
  })
})

describe("A status of another tool", () => {
  it.each([
    ["CANCELLED", "FAILED"],
    ["ABORTED", "FAILED"],
    ["canceled", "FAILED"],
    ["success", "DEPLOYED"],
    ["deployed", "DEPLOYED"],
    ["in_progress", "PENDING"],
    ["rolled-back", "ROLLED_BACK"],
  ])("%s returns 422 and suggests %s", async (status, meant) => {
    const response = await record({ status })
    expect([response.status, response.body.errors[0].pointer]).toEqual([422, "/status"])
    expect(response.body.errors[0].message).toContain(`send ${meant}`)
  })

  it("without an equivalent returns 422 with the supported statuses", async () => {
    const { body } = await record({ status: "PURPLE" })
    expect(body.errors[0].message).toContain("PENDING, DEPLOYED, FAILED, ROLLED_BACK")
  })
})
