import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import {
  deliveries,
  delivery,
  webhook as one,
  deliveryReplay as replay,
  webhookRotation as rotate,
  webhookTest as test,
  webhooks,
} from "@/app/api/v1/webhooks/routes"
import { prismaClient } from "@/lib/platform/db/client"
import type { Route } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller } from "@/tools/testing/callers"
import { seedWebhook } from "@/tools/testing/seed-webhook"

const path = "/api/v1/webhooks"
const url = "https://203.0.113.7/hooks/secret-path"
const unknown = "01900000-0000-7000-8000-000000000000"
let admin: Caller

beforeAll(async () => {
  // Reserved for documentation, so not public.
  process.env.SLIPWAY_PRIVATE_HOSTS = "203.0.113.7"
  admin = await sessionCaller("ADMIN")
})
beforeEach(async () => {
  await prismaClient().webhook.deleteMany()
})

const valid = { name: "Chat", url, events: ["release.failed"] }
const create = (body: unknown, headers = {}) =>
  callRoute(webhooks, "POST", { caller: admin, path, body, headers })
const list = (query = "") => callRoute(webhooks, "GET", { caller: admin, path: `${path}${query}` })
const call = (method: "GET" | "PATCH" | "DELETE", id: string, body?: object) =>
  callRoute(one, method, { caller: admin, path: `${path}/${id}`, params: { id }, body })
const post = (route: Route, id: string, name: string) =>
  callRoute(route, "POST", { caller: admin, path: `${path}/${id}/${name}`, params: { id } })
const log = (id: string, query = "") =>
  callRoute(deliveries, "GET", {
    caller: admin,
    path: `${path}/${id}/deliveries${query}`,
    params: { id },
  })
const callDelivery = (route: Route, method: "GET" | "POST", id: string, deliveryId: string) =>
  callRoute(route, method, {
    caller: admin,
    path: `${path}/${id}/deliveries/${deliveryId}`,
    params: { id, deliveryId },
  })
const actionsOf = async (subjectId: string) =>
  (await prismaClient().auditEntry.findMany({ where: { subjectId }, orderBy: { id: "asc" } })).map(
    ({ action }) => action,
  )

describe("POST /webhooks", () => {
  it("returns 201 with the secret, which no other response and no table contains", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    const { status, body, headers } = await create({ ...valid, environments: ["dev"] }, key)
    expect(status).toBe(201)
    expect(headers.get("location")).toBe(`${path}/${body.id}`)
    expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(body).toMatchObject({
      ...valid,
      environments: ["dev"],
      tenants: [],
      enabled: true,
      failingSince: null,
    })
    expect((await create({ ...valid, environments: ["dev"] }, key)).body).toEqual(body)
    expect(await prismaClient().webhook.count()).toBe(1)
    const { secret, ...webhook } = body
    expect((await call("GET", body.id)).body).toEqual(webhook)
    expect((await list()).text).not.toContain(secret)
    const [dump] = await prismaClient().$queryRaw<{ text: string }[]>`
      SELECT concat((SELECT json_agg(t) FROM webhook t), (SELECT json_agg(t) FROM audit_entry t),
                    (SELECT json_agg(t) FROM idempotent_answer t)) AS text`
    expect(dump?.text).toContain(body.id)
    expect(dump?.text).not.toContain(secret.slice("whsec_".length))
    expect(await actionsOf(body.id)).toEqual(["webhook.created"])
    const [entry] = await prismaClient().auditEntry.findMany({ where: { subjectId: body.id } })
    expect(entry?.body).not.toContain("secret-path")
  })

  it("returns 422 that names every invalid field", async () => {
    const { status, body } = await create({ name: "", url: "", events: ["release.unknown"] })
    expect(status).toBe(422)
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "/name",
      "/url",
      "/events/0",
    ])
    expect((await create({ ...valid, events: [] })).status).toBe(422)
    const limits = { environments: ["nowhere"], tenants: [unknown] }
    const all = await create({ ...valid, url: "ftp://a.example", ...limits })
    expect(all.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "/url",
      "/environments/0",
      "/tenants/0",
    ])
  })

  it.each([
    ["http://203.0.113.7/", "does not use https"],
    ["https://user:password@203.0.113.7/", "must not contain credentials"],
    ["https://10.0.0.8/", "private address"],
    ["https://169.254.169.254/", "metadata"],
    ["https://203.0.113.7/#a", "fragment"],
    ["hooks", "Not a valid URL"],
  ])("returns 422 for the address %s", async (address, reason) => {
    const { status, body } = await create({ ...valid, url: address })
    expect([status, body.errors[0].pointer]).toEqual([422, "/url"])
    expect(body.detail).toContain(reason)
  })

  it("returns 409 when there are too many, even when several are created at the same time", async () => {
    for (let n = 0; n < 49; n++) await seedWebhook()
    const responses = await Promise.all([1, 2, 3, 4].map(() => create(valid)))
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
  })
})

describe("GET /webhooks", () => {
  it("returns pages, newest first, with the last delivery, and filters by name and URL", async () => {
    const ids = [await seedWebhook({ name: "first" }), await seedWebhook({ name: "second" })].reverse()
    await post(test, ids[1] ?? "", "test")
    const page = await list("?limit=1")
    expect(page.body.map(({ id }: { id: string }) => id)).toEqual([ids[0]])
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1] ?? ""
    const rest = await callRoute(webhooks, "GET", { caller: admin, path: next })
    expect(rest.body).toMatchObject([
      { id: ids[1], pending: 1, lastDelivery: { type: "webhook.test", state: "PENDING" } },
    ])
    expect((await list("?q=SECOND")).body.length).toBe(1)
    expect((await list("?q=hooks.example")).body.length).toBe(2)
  })
})

describe("PATCH /webhooks/{id}", () => {
  it("changes what is sent, disables and enables, each with an audit entry", async () => {
    const id = await seedWebhook()
    await post(test, id, "test")
    expect((await call("PATCH", id, { events: ["rollout.paused"], url })).body).toMatchObject({
      events: ["rollout.paused"],
      url,
    })
    const disabled = await call("PATCH", id, { enabled: false })
    expect(disabled.body).toMatchObject({
      enabled: false,
      disabledReason: expect.stringMatching(/^Disabled by admin-/),
    })
    expect((await log(id)).body).toMatchObject([{ state: "FAILED", nextAttemptAt: null }])
    expect((await call("PATCH", id, { enabled: true })).body).toMatchObject({
      enabled: true,
      disabledAt: null,
    })
    expect(await actionsOf(id)).toEqual(
      ["tested", "changed", "disabled", "enabled"].map((verb) => `webhook.${verb}`),
    )
  })

  it("returns 404 for an unknown one, and 422 for an address that is not allowed", async () => {
    expect((await call("PATCH", unknown, { name: "a" })).status).toBe(404)
    expect((await call("PATCH", await seedWebhook(), { url: "https://10.0.0.8/" })).status).toBe(422)
  })
})

describe("DELETE /webhooks/{id}", () => {
  it("returns 204 and removes it with its deliveries; then 404", async () => {
    const id = await seedWebhook()
    await post(test, id, "test")
    expect((await call("DELETE", id)).status).toBe(204)
    expect(await prismaClient().webhookDelivery.count({ where: { webhookId: id } })).toBe(0)
    expect([
      (await call("GET", id)).status,
      (await call("DELETE", id)).status,
      (await log(id)).status,
    ]).toEqual([404, 404, 404])
    expect((await actionsOf(id)).at(-1)).toBe("webhook.removed")
  })
})

describe("POST /webhooks/{id}/rotate", () => {
  it("returns a new secret; the previous one signs for a day", async () => {
    const { body } = await create(valid)
    const rotated = await post(rotate, body.id, "rotate")
    expect(rotated.status).toBe(200)
    expect(rotated.body.secret).toMatch(/^whsec_/)
    expect(rotated.body.secret).not.toBe(body.secret)
    const hours = (Date.parse(rotated.body.previousSecretUntil) - Date.now()) / 3_600_000
    expect(Math.round(hours)).toBe(24)
    expect((await post(rotate, unknown, "rotate")).status).toBe(404)
  })
})

describe("The deliveries of a webhook", () => {
  it("are listed newest first, filtered and page by page, and returned with their payload", async () => {
    const id = await seedWebhook()
    const sent = [await post(test, id, "test"), await post(test, id, "test")]
    expect(sent.map(({ status }) => status)).toEqual([202, 202])
    const page = await log(id, "?limit=1")
    expect(page.body[0]).toMatchObject({ id: sent[1]?.body.id, attempts: 0, lastAttempt: null })
    expect(page.headers.get("link")).toContain('rel="next"')
    expect((await log(id, "?state=SUCCEEDED")).body).toEqual([])
    expect((await log(id, "?type=webhook.test&state=PENDING")).body.length).toBe(2)
    expect((await log(id, "?type=another")).status).toBe(422)
    const read = await callDelivery(delivery, "GET", id, sent[0]?.body.id)
    expect(read.status).toBe(200)
    expect(JSON.parse(read.body.payload)).toMatchObject({
      type: "webhook.test",
      data: { webhookId: id, name: "receiver", requestedBy: expect.stringMatching(/^admin-/) },
    })
    expect((await callDelivery(delivery, "GET", id, unknown)).status).toBe(404)
    expect((await callDelivery(delivery, "GET", await seedWebhook(), sent[0]?.body.id)).status).toBe(404)
  })

  it("are sent again with the same id and payload, unless the webhook is disabled", async () => {
    const id = await seedWebhook()
    const { body } = await post(test, id, "test")
    const data = { state: "FAILED", attempts: 10, nextAttemptAt: null, finishedAt: new Date() } as const
    await prismaClient().webhookDelivery.update({ where: { id: body.id }, data })
    const replayed = await callDelivery(replay, "POST", id, body.id)
    expect(replayed.status).toBe(202)
    expect({ ...replayed.body, nextAttemptAt: null }).toEqual({ ...body, nextAttemptAt: null })
    expect(Date.parse(replayed.body.nextAttemptAt)).toBeLessThanOrEqual(Date.now() + 2_000)
    expect((await actionsOf(id)).at(-1)).toBe("webhook.delivery_replayed")
    expect((await callDelivery(replay, "POST", id, unknown)).status).toBe(404)
    await call("PATCH", id, { enabled: false })
    const refused = await callDelivery(replay, "POST", id, body.id)
    expect([refused.status, refused.body.code]).toEqual([409, "webhook_disabled"])
    expect((await post(test, id, "test")).status).toBe(409)
    expect((await post(test, unknown, "test")).status).toBe(404)
  })
})
