import { randomBytes } from "node:crypto"
import { beforeAll, describe, expect, it } from "vitest"
import {
  eventSource as one,
  eventSourceRotation as rotation,
  eventSources as route,
} from "@/app/api/v1/event-sources/routes"
import { github } from "@/app/api/v1/ingest/routes"
import { requestBuffer } from "@/lib/identity/requests/request-state"
import { maxSourcesOfSystem } from "@/lib/ledger/event-sources/authenticate-event"
import { prismaClient } from "@/lib/platform/db/client"
import { seal } from "@/lib/platform/seal"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller } from "@/tools/testing/callers"
import { signedHeaders } from "@/tools/testing/signed-headers"

const path = "/api/v1/ingest/sources"
let admin: Caller

beforeAll(async () => {
  admin = await sessionCaller("ADMIN")
})

const create = (body: object) => callRoute(route, "POST", { caller: admin, path, body })
const list = async () => (await callRoute(route, "GET", { caller: admin, path })).body
const call = (method: "GET" | "PATCH" | "DELETE", id: string, body?: object, headers = {}) =>
  callRoute(one, method, { caller: admin, path: `${path}/${id}`, params: { id }, body, headers })
const rotate = (id: string) =>
  callRoute(rotation, "POST", { caller: admin, path: `${path}/${id}/rotate`, params: { id } })

/** The status of a ping signed with a secret. */
async function ping(secret: string): Promise<number> {
  const headers = {
    ...signedHeaders.GITHUB(secret, "{}"),
    "x-github-event": "ping",
    "content-type": "application/json",
  }
  return (
    await callRoute(github, "POST", { caller: anonymous, path: "/api/v1/ingest/github", body: "{}", headers })
  ).status
}

describe("The event sources", () => {
  it("work next to one whose secret cannot be read", async () => {
    const lost = (await create({ name: "lost", system: "GITHUB" })).body
    const { id, secret } = (await create({ name: "kept", system: "GITHUB" })).body
    await prismaClient().eventSource.update({
      where: { id: lost.id },
      data: { sealedSecret: seal("secret", randomBytes(32)) },
    })
    expect([await ping(secret), await ping(lost.secret)]).toEqual([200, 401])
    expect(await ping((await rotate(lost.id)).body.secret)).toBe(200)
    for (const one of [id, lost.id]) await call("DELETE", one)
  })

  it("return their secret once and store it sealed", async () => {
    const input = { name: "one", system: "GITHUB", application: "shop", environments: ["Production", "prod"] }
    const { status, body, headers } = await create(input)
    const { secret, ...source } = body
    expect([status, headers.get("location")]).toEqual([201, `${path}/${body.id}`])
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(source).toEqual({
      id: expect.any(String),
      name: "one",
      system: "GITHUB",
      application: "shop",
      environments: ["prod"],
      previousSecretUntil: null,
      createdBy: expect.stringMatching(/^admin-/),
      createdAt: expect.any(String),
      enabled: true,
    })
    expect((await call("GET", body.id)).body).toEqual(source)
    const row = await prismaClient().eventSource.findUniqueOrThrow({ where: { id: body.id } })
    const audit = await prismaClient().auditEntry.findMany({ where: { subjectId: body.id } })
    expect(JSON.stringify([row, audit.map((entry) => entry.body)])).not.toContain(secret.slice(6, 20))
    expect(audit).toMatchObject([{ action: "event-source.created" }])
  })

  it("are listed with their last delivery", async () => {
    const { body } = await create({ name: "listed", system: "GITHUB" })
    expect(await list()).toContainEqual(expect.objectContaining({ id: body.id, lastDelivery: null }))
    expect(await ping(body.secret)).toBe(200)
    await requestBuffer.current?.flush()
    const lastDelivery = { id: expect.any(String), at: expect.any(String), outcome: "IGNORED" }
    expect(await list()).toContainEqual(expect.objectContaining({ id: body.id, lastDelivery }))
  })

  it("accept the previous secret for a day after a rotation", async () => {
    const { body: first } = await create({ name: "rotated", system: "GITHUB" })
    const { status, body: second } = await rotate(first.id)
    expect([status, second.secret === first.secret]).toEqual([200, false])
    expect(Date.parse(second.previousSecretUntil)).toBeGreaterThan(Date.now() + 23 * 3_600_000)
    expect([await ping(first.secret), await ping(second.secret)]).toEqual([200, 200])
    const over = { previousSecretUntil: new Date(Date.now() - 1) }
    await prismaClient().eventSource.update({ where: { id: first.id }, data: over })
    expect([await ping(first.secret), await ping(second.secret)]).toEqual([401, 200])
    expect((await call("GET", first.id)).body.previousSecretUntil).toBeNull()
  })

  it("are disabled, enabled, changed and removed with effect from the next event", async () => {
    const { body } = await create({ name: "changed", system: "GITHUB" })
    expect((await call("PATCH", body.id, { enabled: false })).body.enabled).toBe(false)
    expect(await ping(body.secret)).toBe(401)
    const enabled = await call("PATCH", body.id, {
      enabled: true,
      application: "shop",
      environments: ["dev"],
    })
    expect(enabled.body).toMatchObject({ enabled: true, application: "shop", environments: ["dev"] })
    expect(await ping(body.secret)).toBe(200)
    expect((await call("PATCH", body.id, {}, { "if-match": '"stale"' })).status).toBe(412)
    expect((await call("DELETE", body.id)).status).toBe(204)
    expect(await ping(body.secret)).toBe(401)
    expect((await call("GET", body.id)).status).toBe(404)
    const actions = await prismaClient().auditEntry.findMany({
      where: { subjectId: body.id },
      orderBy: { at: "asc" },
    })
    expect(actions.map(({ action }) => action)).toEqual([
      "event-source.created",
      "event-source.changed",
      "event-source.changed",
      "event-source.removed",
    ])
  })

  it("return 409 for a name that is taken, and 422 for an unknown environment", async () => {
    const { body } = await create({ name: "taken", system: "FLUX" })
    expect((await create({ name: "taken", system: "GITLAB" })).body.code).toBe("event_source_name_taken")
    const { body: other } = await create({ name: "free", system: "FLUX" })
    expect((await call("PATCH", other.id, { name: body.name })).status).toBe(409)
    const refused = await create({ name: "nowhere", system: "FLUX", environments: ["dev", "nowhere"] })
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ pointer: "/environments/1" }]])
  })

  it("are limited in number, even when several are created at the same time", async () => {
    const count = await prismaClient().eventSource.count({ where: { system: "GENERIC" } })
    await prismaClient().eventSource.createMany({
      data: Array.from({ length: maxSourcesOfSystem - count - 1 }, (_, n) => ({
        name: `filler ${n}`,
        system: "GENERIC",
        sealedSecret: "",
        createdBy: "test",
      })),
    })
    const racing = Array.from({ length: 8 }, (_, n) => create({ name: `racing ${n}`, system: "GENERIC" }))
    const responses = await Promise.all(racing)
    expect(responses.filter(({ status }) => status === 201).length).toBe(1)
    expect(responses.find(({ status }) => status === 409)?.body.code).toBe("too_many_event_sources")
  })
})
