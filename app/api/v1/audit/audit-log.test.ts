import { v7 as uuidv7 } from "uuid"
import { beforeAll, describe, expect, it } from "vitest"
import {
  auditLog as audit,
  auditExport as exported,
  auditVerification as verify,
} from "@/app/api/v1/audit/routes"
import { deployments, removals } from "@/app/api/v1/deployments/routes"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { systemActor } from "@/lib/identity/auth/actor"
import { transaction } from "@/lib/platform/db/transaction"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { newEventSource } from "@/tools/testing/new-event-source"

const path = "/api/v1/audit"
let admin: Caller

async function record(caller: Caller, application: string) {
  const body = { imageTag: "v1", environment: "dev", application }
  const headers = { "x-forwarded-for": "203.0.113.9", "x-request-id": `request-of-${application}` }
  return callRoute(deployments, "POST", { caller, path: "/api/v1/platform/deployments", body, headers })
}

const list = (query: string) => callRoute(audit, "GET", { caller: admin, path: `${path}?${query}` })
const download = (query: string) =>
  callRoute(exported, "GET", { caller: admin, path: `${path}/export?${query}` })

beforeAll(async () => {
  admin = await sessionCaller("ADMIN")
  const first = await tokenCaller(["deployments:write"], { name: "first pipeline" })
  const second = await tokenCaller(["deployments:write"], { name: "=second()" })
  for (const application of ["one", "two", "three"]) await record(first, application)
  await record(second, "four")
})

describe("GET /audit", () => {
  it("returns actor, action, time and address, newest first", async () => {
    const { body } = await list("action=ment.rec")
    expect(body).toHaveLength(4)
    expect(body[0]).toMatchObject({
      actor: { kind: "token", name: "=second()", address: "203.0.113.9" },
      requestId: "request-of-four",
      subjectType: "deployment",
    })
    expect(body[0].detail.application).toBe("four")
  })

  it("names the subject while it exists", async () => {
    const [entry] = (await list("action=deployment.recorded")).body
    expect(entry).toMatchObject({ subjectType: "deployment", subjectName: "four v1" })
    const { id, name } = await newEventSource("GITHUB")
    expect((await list(`subjectId=${id}`)).body).toMatchObject([
      { subjectType: "event-source", subjectName: name },
    ])
    const body = { application: "four", environment: "dev", removedAt: "2026-02-02T10:00:00Z" }
    await callRoute(removals, "POST", { caller: admin, path: "/api/v1/platform/deployments/removals", body })
    const [removal] = (await list("action=application.removed")).body
    expect(removal).toMatchObject({ subjectType: "removal", subjectName: "four dev" })
    const removedActor = systemActor("remover")
    await transaction(() => appendAudit(removedActor, "token.revoked", uuidv7(), {}))
    await transaction(() => appendAudit(removedActor, "demo.removed", "demo", {}))
    const nameless = (await list("actor=remover")).body
    expect(nameless.map((one: { subjectName: unknown }) => one.subjectName)).toEqual([null, null])
  })

  it.each([
    ["list", list],
    ["export", download],
  ])("returns 422 for a window that ends before it starts: %s", async (_, read) => {
    const { status, body } = await read("from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")
    expect([status, body.errors[0].pointer]).toEqual([422, "/to"])
  })

  it("pages without duplicates", async () => {
    const first = await list("subjectType=deployment&limit=3")
    const next = first.headers.get("link")?.match(/<.*\?(.*)>/)?.[1] ?? ""
    const second = await list(next)
    const names = [...first.body, ...second.body].map((entry) => entry.detail.application)
    expect(names).toEqual(["four", "three", "two", "one"])
  })

  it("filters by actor name or id, subject and time", async () => {
    const { body } = await list("actor=FIRST%20pipe")
    expect(body).toHaveLength(3)
    expect((await list(`actor=${body[0].actor.id}`)).body).toEqual(body)
    expect((await list(`subjectId=${body[1].subjectId}`)).body).toEqual([body[1]])
    expect((await list(`from=${body[0].at}&subjectType=deployment`)).body.length).toBeGreaterThanOrEqual(1)
    expect((await list(`to=${new Date(0).toISOString()}`)).body).toEqual([])
  })
})

describe("GET /audit/export", () => {
  it("returns one JSON object per line", async () => {
    const { text, headers } = await download("subjectType=deployment")
    expect(headers.get("content-type")).toBe("application/x-ndjson")
    expect(headers.get("content-disposition")).toBe('attachment; filename="slipway-audit.ndjson"')
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
    expect(lines).toEqual((await list("subjectType=deployment")).body)
  })

  it("returns CSV in which no name is a formula", async () => {
    const { text } = await download("format=csv&action=deployment.recorded")
    const [head, first] = text.split("\r\n")
    expect(head).toMatch(/^at,actorKind,actorName,/)
    expect(first).toContain(",token,'=second(),")
    expect(text.trimEnd().split("\r\n")).toHaveLength(5)
  })
})

describe("GET /audit/verify", () => {
  it("reports that every chain is intact", async () => {
    const { body } = await callRoute(verify, "GET", { caller: admin, path: `${path}/verify` })
    expect(body).toMatchObject({ ok: true, chains: 16, firstBroken: null })
    expect(body.entries).toBeGreaterThanOrEqual(4)
  })
})

describe("The audit log", () => {
  it("returns 403 for an operator", async () => {
    const operator = await sessionCaller("OPERATOR")
    for (const [route, at] of [
      [audit, path],
      [exported, `${path}/export`],
      [verify, `${path}/verify`],
    ] as const) {
      expect((await callRoute(route, "GET", { caller: operator, path: at })).status).toBe(403)
    }
  })
})
