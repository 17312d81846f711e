import { describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import type { Method } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { tokenCaller } from "@/tools/testing/callers"
import { newEventSource } from "@/tools/testing/new-event-source"
import { recordAll } from "@/tools/testing/record-all"
import { routeAt } from "@/tools/testing/route-at"
import { seedTenancy } from "@/tools/testing/seed-tenancy"
import { seedWebhook } from "@/tools/testing/seed-webhook"

type Call = { template: string; method: Method; params: Record<string, string>; body?: object }
/** The change, and the read that returns the ETag. */
type Case = { change: Call; read: Call; done: number }

async function send({ template, method, params, body }: Call, headers: Record<string, string> = {}) {
  const path = `/api/v1/${template.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? name)}`
  return callRoute(routeAt(template), method, {
    caller: await tokenCaller(["admin"]),
    path,
    params,
    headers,
    body,
  })
}

const wholeCase = (template: string, id: string, done = 204): Case => ({
  change: { template, method: "DELETE", params: { id } },
  read: { template, method: "GET", params: { id } },
  done,
})

const edit = (template: string, params: Record<string, string>, body: object): Case => ({
  change: { template, method: "PATCH", params, body },
  read: { template, method: "GET", params },
  done: 200,
})

const rotation = (template: string, id: string): Case => ({
  change: { template: `${template}/rotate`, method: "POST", params: { id } },
  read: { template, method: "GET", params: { id } },
  done: 200,
})

const sourceNamed = async (name: string) => (await newEventSource("GITHUB", { name })).id

/** `name`: no other case has it. */
const cases: Record<string, (name: string) => Promise<Case>> = {
  "PATCH /tenants/{id}": async (name) => {
    const { tenant } = await seedTenancy(name, "1.0.0")
    return edit("tenants/{id}", { id: tenant.id }, { tags: { tier: "gold" } })
  },
  "PATCH /users/{id}": async (name) => {
    const data = { email: `${name}@example.test`, name, role: "VIEWER" as const }
    return edit("users/{id}", { id: (await prismaClient().user.create({ data })).id }, { role: "OPERATOR" })
  },
  "PATCH /annotations/{id}": async (name) => {
    const data = { kind: "NOTE" as const, text: name, startsAt: new Date(), createdBy: "test" }
    const { id } = await prismaClient().annotation.create({ data })
    return edit("platform/annotations/{id}", { id }, { text: "edited" })
  },
  "PATCH /deployments/{id}": async (name) => {
    await recordAll({ environment: "dev", imageTag: name, deployedAt: "2026-02-12T10:00:00Z" })
    const { id } = await prismaClient().deployment.findFirstOrThrow({ where: { imageTag: name } })
    return edit("platform/deployments/{id}", { id }, { notes: "edited" })
  },
  "DELETE /helm/repositories/{id}": async (name) => {
    const data = {
      name,
      kind: "INDEX" as const,
      url: "https://charts.example.com",
      createdBy: "test",
    }
    return wholeCase("helm/repositories/{id}", (await prismaClient().chartRepository.create({ data })).id)
  },
  "DELETE /tokens/{id}": async (name) => {
    await tokenCaller(["admin"], { name })
    const { id } = await prismaClient().apiToken.findFirstOrThrow({ where: { name } })
    return wholeCase("tokens/{id}", id)
  },
  "PATCH /webhooks/{id}": async (name) =>
    edit("webhooks/{id}", { id: await seedWebhook({ name }) }, { name: "edited" }),
  "DELETE /webhooks/{id}": async (name) => wholeCase("webhooks/{id}", await seedWebhook({ name })),
  "POST /webhooks/{id}/rotate": async (name) => rotation("webhooks/{id}", await seedWebhook({ name })),
  "PATCH /ingest/sources/{id}": async (name) =>
    edit("ingest/sources/{id}", { id: await sourceNamed(name) }, { application: "shop" }),
  "DELETE /ingest/sources/{id}": async (name) => wholeCase("ingest/sources/{id}", await sourceNamed(name)),
  "POST /ingest/sources/{id}/rotate": async (name) =>
    rotation("ingest/sources/{id}", await sourceNamed(name)),
  "POST /operations/{id}/cancel": async (name) => {
    const { operationId: id } = await seedTenancy(name, "1.0.0")
    await prismaClient().operation.update({ where: { id }, data: { state: "QUEUED", finishedAt: null } })
    const read: Call = { template: "operations/{id}", method: "GET", params: { id } }
    return { change: { template: "operations/{id}/cancel", method: "POST", params: { id } }, read, done: 200 }
  },
  "POST /deployments/tag/{imageTag}/rollback": async (name) => {
    await recordAll({ environment: "dev", imageTag: name, deployedAt: "2026-02-12T10:00:00Z" })
    const { id } = await prismaClient().deployment.findFirstOrThrow({ where: { imageTag: name } })
    const template = "platform/deployments/tag/{imageTag}/rollback"
    const read: Call = { template: "platform/deployments/{id}", method: "GET", params: { id } }
    return { change: { template, method: "POST", params: { imageTag: name } }, read, done: 200 }
  },
}

async function prepare(name: string): Promise<Case> {
  const testCase = await cases[name]?.(`case-${crypto.randomUUID().slice(0, 8)}`)
  if (testCase === undefined) throw new Error(`Unknown case ${name}.`)
  return testCase
}

describe("A change with If-Match", () => {
  it.each(Object.keys(cases))(
    "%s returns 412 for an outdated ETag and succeeds for the current one",
    async (name) => {
      const testCase = await prepare(name)
      const before = await send(testCase.read)
      expect(before.status, before.text).toBe(200)
      expect((await send(testCase.change, { "if-match": '"another"' })).status).toBe(412)
      expect((await send(testCase.read)).body, "nothing changed").toEqual(before.body)
      const etag = before.headers.get("etag") ?? ""
      const done = await send(testCase.change, { "if-match": etag })
      expect(done.status, done.text).toBe(testCase.done)
    },
  )

  it.each(Object.keys(cases))("%s succeeds for one of two concurrent requests", async (name) => {
    const testCase = await prepare(name)
    const headers = { "if-match": (await send(testCase.read)).headers.get("etag") ?? "" }
    const both = await Promise.all([send(testCase.change, headers), send(testCase.change, headers)])
    const [one, other] = both.map(({ status }) => status).sort()
    expect(one).toBe(testCase.done)
    // 404: it is already deleted.
    expect([412, 404]).toContain(other)
  })
})

describe("Two concurrent changes of different fields", () => {
  const others: Record<string, object> = {
    "PATCH /tenants/{id}": { status: "SUSPENDED" },
    "PATCH /users/{id}": { disabled: true },
    "PATCH /annotations/{id}": { kind: "INCIDENT" },
    "PATCH /webhooks/{id}": { events: ["rollout.paused"] },
    "PATCH /deployments/{id}": { runUrl: "https://ci.example.com/1" },
  }

  it.each(Object.entries(others))("are both kept by %s", async (name, body) => {
    const { change, read } = await prepare(name)
    const both = await Promise.all([send(change), send({ ...change, body })])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect((await send(read)).body).toMatchObject({ ...change.body, ...body })
  })
})
