import { beforeEach, describe, expect, it } from "vitest"
import { search } from "@/app/api/v1/console/routes"
import {
  annulment as annul,
  branch,
  taggedDeployment as byTag,
  current,
  tagExists as exists,
  deploymentExport as exported,
  history,
  deployment as one,
  deployments as recordRoute,
  restoration as restore,
} from "@/app/api/v1/deployments/routes"
import { insights, promotions, insightRows as rows, timeline } from "@/app/api/v1/insights/routes"
import { drift, gate, state } from "@/app/api/v1/lanes/routes"
import { prismaClient } from "@/lib/platform/db/client"
import type { Route } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/deployments"
let admin: Caller
let application: string

beforeEach(async () => {
  admin = await tokenCaller(["admin"], { name: "an admin" })
  application = `app-${crypto.randomUUID().slice(0, 8)}`
})

const at = (minute: number) => `2026-02-12T10:0${minute}:00Z`
const lane = () => ({ application, environment: "dev", gitBranch: application })

function post(route: Route, id: string, body?: object, caller = admin, headers = {}) {
  return callRoute(route, "POST", { caller, path: `${path}/${id}`, params: { id }, body, headers })
}

const annulled = (id: string) => post(annul, id, { reason: "Posted by a test job." })
const restored = (id: string) => post(restore, id)

/** Every read that could include a deployment of the application, as text. */
async function everyRead(
  imageTag: string,
  parameters: Record<string, string> = {},
): Promise<Record<string, string>> {
  const get = async (route: Route, query: Record<string, string>, params = {}) => {
    const text = new URLSearchParams({ ...query, ...parameters })
    const response = await callRoute(route, "GET", { caller: admin, path: `/x?${text}`, params })
    return response.text
  }
  const window = { from: "2026-02-12T00:00:00Z", to: "2026-02-13T00:00:00Z" }
  const lane = { application, environment: "dev" }
  const driftRows: { application: string }[] = JSON.parse(await get(drift, {})).applications
  const stateRows: { application: string }[] = JSON.parse(await get(state, {}))
  const ownRecords = (records: { application: string }[]) =>
    JSON.stringify(records.filter((row) => row.application === application))
  const { definitions: _definitions, ...figures } = JSON.parse(await get(insights, { ...lane, ...window }))
  return {
    history: await get(history, { application }),
    search: await get(history, { q: application }),
    branch: await get(branch, {}, { gitBranch: application }),
    export: await get(exported, { application }),
    exists: await get(exists, lane, { imageTag }),
    tag: (await get(byTag, lane, { imageTag })).replace(/"requestId":"[^"]*"/, ""),
    current: (await get(current, lane)).replace(/"requestId":"[^"]*"/, ""),
    drift: ownRecords(driftRows),
    state: ownRecords(stateRows),
    promotions: await get(promotions, { application }),
    timeline: await get(timeline, { ...lane, ...window }),
    slices: await get(timeline, { ...lane, from: "2020-01-01T00:00:00Z", to: window.to, maxItems: "1" }),
    insights: JSON.stringify(figures),
    rows: await get(rows, { ...lane, ...window, metric: "reached" }),
    gate: await get(gate, { ...lane, imageTag, environment: "staging" }),
    find: JSON.stringify(JSON.parse(await get(search, { q: application })).groups),
  }
}

/**
 * The reads that accept includeAnnulled. Lists of records are reduced to ids, because each record is returned as
 * stored.
 */
async function everyLedgerRead(imageTag: string, parameters: Record<string, string> = {}) {
  const { gate: _gate, find: _find, ...reads } = await everyRead(imageTag, parameters)
  const idsOf = (text: string) => [...text.matchAll(/"id":"([^"]*)"/g)].map(([, id]) => id).sort()
  const lists = new Set(["history", "search", "branch", "export", "rows", "tag"])
  return Object.fromEntries(
    Object.entries(reads).map(([name, text]) => [
      name,
      lists.has(name) ? idsOf(text) : text.replace(',"annulled":true', ""),
    ]),
  )
}

describe("POST /{id}/annul", () => {
  it("excludes the record from every read, and restoring includes it again", async () => {
    await recordAll(
      { ...lane(), imageTag: "v1", deployedAt: at(0) },
      { ...lane(), imageTag: "v2", deployedAt: at(1) },
    )
    const without = await everyRead("v3")
    const [wrong] = await recordAll({ ...lane(), imageTag: "v3", deployedAt: at(2), completedAt: at(3) })
    const id = wrong?.id ?? ""
    const withIt = await everyRead("v3")
    const { status, body } = await annulled(id)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id, annulledBy: "an admin", annulReason: "Posted by a test job." })
    expect(await everyRead("v3")).toEqual(without)
    for (const [name, text] of Object.entries(withIt)) expect(text, name).not.toBe(without[name])
    expect((await restored(id)).body).toMatchObject({ id, annulledAt: null, annulReason: null })
    expect(await everyRead("v3")).toEqual(withIt)
  })

  it("makes an application unknown if it was the only record", async () => {
    const before = await everyRead("v1")
    const [only] = await recordAll({ ...lane(), imageTag: "v1", deployedAt: at(0) })
    await annulled(only?.id ?? "")
    expect(await everyRead("v1")).toEqual(before)
    expect(await prismaClient().lane.count({ where: { application } })).toBe(0)
  })

  it("keeps the record readable by id, and in lists with includeAnnulled=true", async () => {
    const [kept, wrong] = await recordAll(
      { ...lane(), imageTag: "v1", deployedAt: at(0) },
      { ...lane(), imageTag: "v2", deployedAt: at(1) },
    )
    const id = wrong?.id ?? ""
    await annulled(id)
    const detail = await callRoute(one, "GET", { caller: admin, path: "/x", params: { id } })
    expect([detail.status, detail.body.annulReason]).toEqual([200, "Posted by a test job."])
    const ids = async (route: Route, params = {}) => {
      const query = `includeAnnulled=true${route === branch ? "" : `&application=${application}`}`
      const { text } = await callRoute(route, "GET", { caller: admin, path: `/x?${query}`, params })
      return [...text.matchAll(/"id":"([^"]*)"/g)].map(([, id]) => id)
    }
    expect(await ids(history)).toEqual([id, kept?.id])
    expect(await ids(branch, { gitBranch: application })).toEqual([id, kept?.id])
    expect(await ids(exported)).toEqual([kept?.id, id])
    expect(await ids(byTag, { imageTag: "v2" })).toEqual([id])
  })

  it("is included in every number, list and current state that is requested with includeAnnulled=true", async () => {
    await recordAll(
      { ...lane(), imageTag: "v1", deployedAt: at(0) },
      { ...lane(), imageTag: "v2", deployedAt: at(1) },
      { ...lane(), environment: "staging", imageTag: "v2", deployedAt: at(3) },
      { ...lane(), imageTag: "v1", deployedAt: at(4), completedAt: at(5) },
    )
    const recorded = await recordAll({ ...lane(), imageTag: "v3", deployedAt: at(2), completedAt: at(3) })
    const before = await everyLedgerRead("v3")
    await annulled(recorded[0]?.id ?? "")
    const without = await everyLedgerRead("v3")
    const withAnnulled = await everyLedgerRead("v3", { includeAnnulled: "true" })
    expect(withAnnulled).toEqual(before)
    expect(await everyLedgerRead("v3")).toEqual(without)
  })

  it("is also included when it is the only record of its application", async () => {
    const [only] = await recordAll({ ...lane(), imageTag: "v1", deployedAt: at(0) })
    const before = await everyLedgerRead("v1")
    await annulled(only?.id ?? "")
    const without = await everyLedgerRead("v1")
    for (const [name, text] of Object.entries(before)) expect(without[name], name).not.toEqual(text)
    expect(await everyLedgerRead("v1", { includeAnnulled: "true" })).toEqual(before)
  })

  it("pages through live and annulled records together", async () => {
    const recorded = await recordAll(
      ...Array.from({ length: 7 }, (_, index) => ({
        ...lane(),
        imageTag: `v${index}`,
        deployedAt: at(index % 3),
      })),
    )
    for (const index of [1, 2, 5]) await annulled(recorded[index]?.id ?? "")
    const ids: string[] = []
    let next: string | null = `/x?application=${application}&includeAnnulled=true&limit=2`
    while (next !== null) {
      const { body, headers } = await callRoute(history, "GET", { caller: admin, path: next })
      ids.push(...body.map(({ id }: { id: string }) => id))
      next = /<([^>]*)>/.exec(headers.get("link") ?? "")?.[1] ?? null
    }
    expect(ids).toHaveLength(7)
    expect(new Set(ids)).toEqual(new Set(recorded.map(({ id }) => id)))
  })

  it("records the reason in the audit log, as does restoring", async () => {
    const [wrong] = await recordAll({ ...lane(), imageTag: "v1", deployedAt: at(0) })
    const id = wrong?.id ?? ""
    await annulled(id)
    await restored(id)
    const entries = await prismaClient().auditEntry.findMany({
      where: { subjectId: id },
      orderBy: { at: "asc" },
    })
    expect(entries.map(({ action }) => action)).toEqual([
      "deployment.recorded",
      "deployment.annulled",
      "deployment.restored",
    ])
    expect(entries[1]?.body).toContain("Posted by a test job.")
  })

  it("returns an annulled record unchanged", async () => {
    const [wrong] = await recordAll({ ...lane(), imageTag: "v1", deployedAt: at(0) })
    const first = await annulled(wrong?.id ?? "")
    const second = await post(annul, wrong?.id ?? "", { reason: "Again." })
    expect([second.status, second.body]).toEqual([200, first.body])
  })

  it("rejects updates of the record with a 409, and records another attempt for its externalId", async () => {
    const external = { ...lane(), imageTag: "v1", externalId: application }
    const record = (body: object) => callRoute(recordRoute, "POST", { caller: admin, path, body })
    const { body: wrong } = await record({ ...external, status: "FAILED" })
    await annulled(wrong.id)
    const change = { caller: admin, path: "/x", params: { id: wrong.id }, body: { notes: "x" } }
    const patched = await callRoute(one, "PATCH", change)
    expect([patched.status, patched.body.code]).toEqual([409, "deployment_annulled"])
    const repeated = await record({ ...external, status: "FAILED" })
    expect([repeated.status, repeated.body.code]).toEqual([409, "deployment_annulled"])
    const next = await record({ ...external, status: "DEPLOYED" })
    expect([next.status, next.body.attempt, next.body.previousAttemptId]).toEqual([201, 2, wrong.id])
  })

  it("requires a reason, an admin and an existing record", async () => {
    const [wrong] = await recordAll({ ...lane(), imageTag: "v1", deployedAt: at(0) })
    const id = wrong?.id ?? ""
    for (const body of [{}, { reason: "" }, { reason: "  " }]) {
      const response = await post(annul, id, body)
      expect([response.status, response.body.errors[0].pointer]).toEqual([422, "/reason"])
    }
    const writer = await tokenCaller(["deployments:write"])
    expect((await post(annul, id, { reason: "x" }, writer)).status).toBe(403)
    expect((await post(annul, id, { reason: "x" }, await sessionCaller("OPERATOR"))).status).toBe(403)
    expect((await post(restore, id, undefined, writer)).status).toBe(403)
    expect((await annulled("01900000-0000-7000-8000-000000000000")).status).toBe(404)
    expect((await restored(id)).body).toMatchObject({ id, annulledAt: null })
  })
})
