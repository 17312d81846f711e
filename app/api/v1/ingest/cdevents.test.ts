import { beforeAll, describe, expect, it } from "vitest"
import { cdevents as route } from "@/app/api/v1/ingest/routes"
import { requests as log, requestReplay as replay } from "@/app/api/v1/requests/routes"
import { requestBuffer } from "@/lib/identity/requests/request-state"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import service from "@/tools/testing/event-samples/cdevents-service-deployed.json"

const path = "/api/v1/ingest/cdevents"
const batchType = { "content-type": "application/cloudevents-batch+json" }
let pipeline: Caller
let admin: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"], { name: "cd" })
  admin = await sessionCaller("ADMIN")
})

type Change = { type?: string; tag?: string; at?: string; id?: string; environment?: string }

function eventOf(application: string, change: Change = {}) {
  const {
    type = "deployed",
    tag = "v1",
    at = day(1),
    id = crypto.randomUUID(),
    environment = "prod",
  } = change
  return {
    context: { ...service.context, id, type: `dev.cdevents.service.${type}.0.3.0`, timestamp: at },
    subject: {
      ...service.subject,
      id: application,
      content: { environment: { id: environment }, artifactId: `pkg:oci/${application}?tag=${tag}` },
    },
  }
}

const day = (date: number) => `2026-11-0${date}T10:00:00.000Z`

const deliver = (payload: unknown, headers: Caller = {}, caller = pipeline) =>
  callRoute(route, "POST", {
    caller,
    path,
    body: JSON.stringify(payload),
    headers: { "content-type": "application/json", ...headers },
  })

const inBatch = (event: ReturnType<typeof eventOf>) => ({
  specversion: "1.0",
  id: event.context.id,
  source: "/",
  type: event.context.type,
  data: event,
})
const deliverBatch = (events: ReturnType<typeof eventOf>[]) => deliver(events.map(inBatch), batchType)
const outcomesOf = (body: { outcome: string }[]) => body.map(({ outcome }) => outcome)

const recorded = (application: string) =>
  prismaClient().deployment.findMany({ where: { application }, orderBy: { deployedAt: "asc" } })

async function lastRequest() {
  await requestBuffer.current?.flush()
  const { body } = await callRoute(log, "GET", { caller: admin, path: "/api/v1/ingest/log?limit=1" })
  return body[0]
}

describe("POST /ingest/cdevents", () => {
  it("records services in binary and in structured mode, once", async () => {
    const event = eventOf("ce", { at: day(1) })
    const binary = { "ce-specversion": "1.0", "ce-type": event.context.type, "ce-source": "/", "ce-id": "1" }
    expect((await deliver(event, binary)).status).toBe(201)
    const structured = { specversion: "1.0", id: "1", source: "/", type: event.context.type, data: event }
    const repeated = await deliver(structured, { "content-type": "application/cloudevents+json" })
    expect(repeated.body.outcome).toBe("updated")
    expect(await recorded("ce")).toMatchObject([{ imageTag: "v1", recordedBy: "cd", status: "DEPLOYED" }])
  })

  it("records a rollback as the deployment of the older version, and marks the one it replaces", async () => {
    await deliver(eventOf("ce-back", { tag: "v1", at: day(1) }))
    await deliver(eventOf("ce-back", { tag: "v2", at: day(2) }))
    const rollback = eventOf("ce-back", { type: "rolledback", tag: "v1", at: day(3) })
    expect((await deliver(rollback)).status).toBe(201)
    expect((await deliver(rollback)).body.outcome).toBe("updated")
    expect(await recorded("ce-back")).toMatchObject([
      { imageTag: "v1", status: "DEPLOYED" },
      { imageTag: "v2", status: "ROLLED_BACK", rolledBackAt: new Date(day(3)), rolledBackBy: "cd" },
      { imageTag: "v1", status: "DEPLOYED", isRollback: true },
    ])
  })

  it("records a removal, and ignores that of what was never deployed", async () => {
    await deliver(eventOf("ce-gone", { at: day(1) }))
    const removal = eventOf("ce-gone", { type: "removed", at: day(2) })
    expect((await deliver(removal)).body).toEqual({ outcome: "removed" })
    expect((await deliver(removal)).body).toEqual({ outcome: "removed" })
    expect(await prismaClient().removal.count({ where: { application: "ce-gone" } })).toBe(1)
    const never = await deliver(eventOf("ce-never", { type: "removed", at: day(2) }))
    expect([never.status, never.body]).toMatchObject([200, { outcome: "ignored" }])
  })

  it("returns 401 without a token, 403 without the scope, and 422 with pointers below data", async () => {
    const event = eventOf("ce-refused", { at: day(1) })
    expect((await deliver(event, {}, anonymous)).status).toBe(401)
    const reader = await tokenCaller(["deployments:read"])
    expect((await deliver(event, {}, reader)).status).toBe(403)
    const structured = { data: { ...event, subject: { ...event.subject, id: "a b" } } }
    const { status, body } = await deliver(structured, { "content-type": "application/cloudevents+json" })
    expect([status, body.errors]).toMatchObject([422, [{ pointer: "/data/subject/id" }]])
  })

  it("marks the replaced version also when a rejected rollback is replayed", async () => {
    await deliver(eventOf("ce-replayed", { tag: "v1" }))
    await deliver(eventOf("ce-replayed", { tag: "v2", at: day(2) }))
    const change = { type: "rolledback", tag: "v1", at: day(3), environment: "nowhere" }
    expect((await deliver(eventOf("ce-replayed", change))).status).toBe(422)
    const { id, replayable } = await lastRequest()
    const { status } = await callRoute(replay, "POST", {
      caller: admin,
      path: `/api/v1/ingest/log/${id}/replay`,
      params: { id },
      body: { ...replayable, environment: "prod" },
    })
    expect(status).toBe(201)
    expect(await recorded("ce-replayed")).toMatchObject([
      { imageTag: "v1", status: "DEPLOYED" },
      { imageTag: "v2", status: "ROLLED_BACK", rolledBackAt: new Date(day(3)) },
      { imageTag: "v1", status: "DEPLOYED", isRollback: true },
    ])
  })
})

describe("A batch of CloudEvents", () => {
  it("records every event once, in its order, and says what became of each", async () => {
    const rollback = eventOf("ce-batch", { type: "rolledback", tag: "v1", at: day(3) })
    const published = eventOf("ce-batch", { type: "published" })
    const events = [
      eventOf("ce-batch", { tag: "v1" }),
      eventOf("ce-batch", { tag: "v2", at: day(2) }),
      rollback,
      rollback,
      published,
    ]
    const first = await deliverBatch(events)
    expect([first.status, outcomesOf(first.body)]).toEqual([
      200,
      ["recorded", "recorded", "recorded", "updated", "ignored"],
    ])
    const { body } = await deliverBatch(events.toReversed())
    expect(outcomesOf(body)).toEqual(["ignored", "updated", "updated", "updated", "updated"])
    expect(await recorded("ce-batch")).toMatchObject([
      { imageTag: "v1", status: "DEPLOYED" },
      { imageTag: "v2", status: "ROLLED_BACK" },
      { imageTag: "v1", status: "DEPLOYED" },
    ])
    expect(await lastRequest()).toMatchObject({
      outcome: "ACCEPTED",
      detail: expect.stringMatching(/^A batch of events: 1 ignored, 4 updated\. Only .*published/),
      sent: {},
      replayable: null,
    })
  })

  it("with faults records nothing, and names those of all events", async () => {
    const { status, body } = await deliver(
      [
        inBatch(eventOf("ce-faults")),
        inBatch(eventOf("ce-faults", { environment: "nowhere" })),
        5,
        inBatch(eventOf("a b", { tag: "a b", at: "2999-01-01T00:00:00Z" })),
      ],
      batchType,
    )
    expect(status).toBe(422)
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer)
    expect(pointers).toContain("/1/data/subject/content/environment/id")
    expect(pointers).toContain("/2/data/subject/id")
    expect(pointers).toContain("/3/data/subject/id")
    expect(pointers).toContain("/3/data/subject/content/artifactId")
    expect(await recorded("ce-faults")).toEqual([])
    expect(await lastRequest()).toMatchObject({ outcome: "REFUSED", replayable: null })
  })

  it("names the event whose id belongs to another deployment", async () => {
    const id = crypto.randomUUID()
    const events = [eventOf("ce-one"), eventOf("ce-one", { id }), eventOf("ce-two", { id })]
    const { status, body } = await deliverBatch(events)
    expect([status, body.code]).toEqual([409, "external_id_conflict"])
    expect(body.detail).toMatch(/^\/2: /)
    expect(await recorded("ce-one")).toEqual([])
  })

  it("may be empty, and has at most 100 events", async () => {
    const empty = await deliverBatch([])
    expect([empty.status, empty.body]).toEqual([200, []])
    for (const count of [101, 10_000]) {
      const { status, body } = await deliver(
        Array.from({ length: count }, () => ({})),
        batchType,
      )
      expect([status, body.errors]).toMatchObject([422, [{ pointer: "" }]])
      expect(body.detail).toContain(String(count))
    }
    const { status, body } = await deliverBatch(
      Array.from({ length: 100 }, (_, n) => eventOf("ce-full", { tag: `v${n}` })),
    )
    expect([status, body.length]).toEqual([200, 100])
  })

  it.each([
    ["an array that is no batch", "application/json", []],
    ["an array as one event", "application/cloudevents+json", [{}]],
    ["a batch that is no array", batchType["content-type"], {}],
    ["a text", batchType["content-type"], "event"],
  ])("is not %s", async (_, type, payload) => {
    const { status, body } = await deliver(payload, { "content-type": type })
    expect([status, body.errors]).toMatchObject([422, [{ pointer: "" }]])
  })

  it("is recorded once if it arrives several times concurrently, in different orders", async () => {
    const events = Array.from({ length: 10 }, (_, n) => eventOf(`ce-race-${n % 5}`, { tag: `v${n}` }))
    const orders = [events, events.toReversed(), events, events.toReversed()]
    const responses = await Promise.all(orders.map(deliverBatch))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const outcomes = responses.flatMap(({ body }) => outcomesOf(body))
    expect(outcomes.filter((outcome) => outcome === "recorded").length).toBe(10)
    const where = { application: { startsWith: "ce-race-" } }
    expect(await prismaClient().deployment.count({ where })).toBe(10)
  })

  it("with an Idempotency-Key gets the same response again", async () => {
    const batch = [inBatch(eventOf("ce-key"))]
    const headers = { ...batchType, "idempotency-key": crypto.randomUUID() }
    const first = await deliver(batch, headers)
    const second = await deliver(batch, headers)
    expect([second.body, second.headers.get("idempotency-replayed")]).toEqual([first.body, "true"])
  })
})
