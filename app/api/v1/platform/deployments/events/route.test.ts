import { randomUUID } from "node:crypto"
import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { hashToken } from "@/lib/identity/auth/token-format"
import { prismaClient } from "@/lib/platform/db/client"
import { transaction } from "@/lib/platform/db/transaction"
import { EventFeed } from "@/lib/platform/events/event-feed"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { readPosition } from "@/lib/platform/events/read-position"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, nobody, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { type Followed, streamRoute } from "@/tools/testing/read-events"
import * as deployment from "../[id]/route"
import * as removals from "../removals/route"
import * as deployments from "../route"
import * as route from "./route"

const path = "/api/v1/platform/deployments/events"
let pipeline: Caller
let open: Followed[] = []

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"], { name: "ci" })
})

afterEach(() => {
  for (const stream of open) stream.leave()
  open = []
})

async function follow(options: { query?: string; caller?: Caller; lastEventId?: string | null } = {}) {
  const { query = "", caller = pipeline, lastEventId } = options
  const headers: Record<string, string> = lastEventId ? { "last-event-id": lastEventId } : {}
  const stream = await streamRoute(route, `${path}${query}`, caller, headers)
  open.push(stream)
  return stream
}

async function record(body: Record<string, unknown> = {}) {
  const { body: recorded } = await callRoute(deployments, "POST", {
    caller: pipeline,
    path: "/api/v1/platform/deployments",
    body: { environment: "dev", imageTag: "v1", application: "events", ...body },
  })
  return recorded
}

function backends() {
  return prismaClient().$queryRaw<{ pid: number }[]>`
    SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'slipway %'`
}

describe("GET /deployments/events answers 200", () => {
  it("with each deployment as it is recorded and updated, and an id to go on after", async () => {
    const stream = await follow()
    expect(stream.headers.get("content-type")).toContain("text/event-stream")
    expect(stream.headers.get("cache-control")).toContain("no-transform")
    const recorded = await record({ status: "PENDING" })
    expect(await stream.next()).toEqual({
      event: "deployment.recorded",
      id: expect.any(String),
      data: recorded,
    })
    const { body: updated } = await callRoute(deployment, "PATCH", {
      caller: pipeline,
      path: `/api/v1/platform/deployments/${recorded.id}`,
      params: { id: recorded.id },
      body: { status: "DEPLOYED" },
    })
    expect(await stream.next()).toMatchObject({ event: "deployment.updated", data: updated })
  })

  it("with what happened since the position a page was read at, before the stream was open", async () => {
    const position = await readPosition()
    const recorded = await record({ application: "in-between" })
    const stream = await follow({ query: `?after=${position}` })
    expect(await stream.next()).toMatchObject({ data: { id: recorded.id } })
  })

  it("tells of the deployment that a removal ends", async () => {
    const recorded = await record({ application: "ending" })
    const stream = await follow()
    const body = { application: "ending", environment: "dev" }
    await callRoute(removals, "POST", { caller: pipeline, path: `${path}/../removals`, body })
    expect(await stream.next()).toMatchObject({ event: "deployment.updated", data: { id: recorded.id } })
  })

  it("only of the environment and application asked for", async () => {
    const stream = await follow({ query: "?environment=production&application=asked" })
    await record({ application: "asked" })
    await record({ environment: "prod" })
    const wanted = await record({ environment: "prod", application: "asked" })
    expect((await stream.next())?.data.id).toBe(wanted.id)
  })

  it("only of what the caller may see", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["staging"] })
    const stream = await follow({ caller: limited })
    await record()
    const seen = await record({ environment: "staging" })
    expect((await stream.next())?.data.id).toBe(seen.id)
  })

  it("with which release, rollout or tenant changed too, to who asks for it and may read all of them", async () => {
    const reader = await tokenCaller(["deployments:read", "releases:read"])
    const one = await tokenCaller(["deployments:read", "releases:read"], { tenants: [randomUUID()] })
    const asked = await follow({ caller: reader, query: "?releases=true" })
    const others = [
      await follow({ caller: reader }),
      await follow({ caller: one, query: "?releases=true" }),
      await follow({ caller: pipeline, query: "?releases=true" }),
    ]
    const [releaseId, rolloutId, tenantId] = [randomUUID(), randomUUID(), randomUUID()]
    await transaction(() => publishEvent({ type: "release.updated", releaseId }))
    await transaction(() => publishEvent({ type: "rollout.updated", rolloutId }))
    await transaction(() => publishEvent({ type: "tenant.updated", tenantId }))
    const recorded = await record()
    expect(await asked.next()).toMatchObject({ event: "release.updated", data: { releaseId } })
    expect(await asked.next()).toMatchObject({ event: "rollout.updated", data: { rolloutId } })
    expect(await asked.next()).toMatchObject({ event: "tenant.updated", data: { tenantId } })
    for (const stream of others) expect((await stream.next())?.data.id).toBe(recorded.id)
  })

  it("and nothing of a record that was refused", async () => {
    const stream = await follow()
    await record({ deployedAt: "2020-01-02T00:00:00Z", completedAt: "2020-01-01T00:00:00Z" })
    const kept = await record()
    expect((await stream.next())?.data.id).toBe(kept.id)
  })

  it("each once to every stream, however many record at once", async () => {
    const streams = await Promise.all([follow(), follow()])
    const recorded = await Promise.all(
      Array.from({ length: 40 }, (_, index) => record({ application: `many-${index % 7}` })),
    )
    for (const stream of streams) {
      const told = []
      for (let n = 0; n < recorded.length; n++) told.push((await stream.next())?.data.id)
      expect(told.sort()).toEqual(recorded.map(({ id }) => id).sort())
    }
  })
})

describe("A stream that comes back", () => {
  it("is told what happened meanwhile, and nothing twice", async () => {
    const before = await follow()
    await record()
    await before.next()
    before.leave()
    const missed = [await record(), await record()]
    const back = await follow({ lastEventId: before.lastEventId() })
    const later = await record()
    for (const { id } of [...missed, later]) expect((await back.next())?.data.id).toBe(id)
  })

  it("also when it had been told nothing yet", async () => {
    const before = await follow({ query: "?application=quiet" })
    const told = before.next()
    await expect.poll(() => before.lastEventId()).not.toBeNull()
    before.leave()
    expect(await told).toBeNull()
    const missed = await record()
    const back = await follow({ lastEventId: before.lastEventId() })
    expect((await back.next())?.data.id).toBe(missed.id)
  })

  it.each([
    ["of another making", "12"],
    ["too old", Buffer.from(JSON.stringify(["1", "1", "1", 1_700_000_000_000])).toString("base64url")],
    [
      "of another database",
      Buffer.from(JSON.stringify(["900000000000", "1", "900000000000", Date.now()])).toString("base64url"),
    ],
  ])("with an id %s is asked to read everything again", async (_, lastEventId) => {
    const stream = await follow({ lastEventId })
    expect(await stream.next()).toEqual({ event: "resync", id: null, data: {} })
  })

  it("after very much is asked to read everything again", async () => {
    const before = await follow()
    await record()
    await before.next()
    before.leave()
    await prismaClient().$executeRaw`
      INSERT INTO announced_event (xid, type, subject_id)
      SELECT pg_current_xact_id()::text::bigint, 'deployment.updated', gen_random_uuid() FROM generate_series(1, 600)`
    const back = await follow({ lastEventId: before.lastEventId() })
    expect((await back.next())?.event).toBe("resync")
  })
})

describe("The streams of a process", () => {
  it("share one connection that listens, and give it up with the last of them", async () => {
    await Promise.all([follow(), follow(), follow()])
    expect(await backends()).toHaveLength(1)
    for (const stream of open) stream.leave()
    await expect.poll(backends).toHaveLength(0)
  })

  it("miss nothing when PostgreSQL cuts the connection that listens", async () => {
    const stream = await follow()
    for (const { pid } of await backends())
      await prismaClient().$queryRaw`SELECT pg_terminate_backend(${pid})`
    const during = await record()
    expect((await stream.next())?.data.id).toBe(during.id)
    await expect.poll(backends).toHaveLength(1)
    const after = await record()
    expect((await stream.next())?.data.id).toBe(after.id)
  })

  it("are told what another process announces, also when it died before it could notify", async () => {
    const other = new EventFeed()
    const told: string[] = []
    const { end } = await other.subscribe(({ events }) =>
      told.push(...events.map((event) => event.subjectId)),
    )
    const recorded = await record()
    await expect.poll(() => told).toEqual([recorded.id])
    // What a process leaves behind that is killed between its commit and its notification.
    await prismaClient().$executeRaw`
      INSERT INTO announced_event (xid, type, subject_id)
      VALUES (pg_current_xact_id()::text::bigint, 'deployment.updated', ${recorded.id}::uuid)`
    await expect.poll(() => told, { timeout: 20_000 }).toEqual([recorded.id, recorded.id])
    end()
  })
})

describe("GET /deployments/events ends", () => {
  it("within 5 seconds of the token's revocation", async () => {
    const caller = await tokenCaller(["deployments:read"])
    const stream = await follow({ caller })
    const ended = stream.next()
    const token = caller.authorization?.slice("Bearer ".length) ?? ""
    await prismaClient().apiToken.update({
      where: { hash: hashToken(token) },
      data: { revokedAt: new Date() },
    })
    const revokedAt = Date.now()
    expect(await ended).toBeNull()
    expect(Date.now() - revokedAt).toBeLessThan(5_000)
  })

  it("within 5 seconds of a change of role", async () => {
    const stream = await follow({ caller: await sessionCaller("OPERATOR") })
    const ended = stream.next()
    await prismaClient().user.updateMany({ where: { role: "OPERATOR" }, data: { role: "VIEWER" } })
    const changedAt = Date.now()
    expect(await ended).toBeNull()
    expect(Date.now() - changedAt).toBeLessThan(5_000)
  })

  it("when the process is told to stop", async () => {
    const stream = await follow()
    const ended = stream.next()
    const elsewhere = () => undefined
    process.once("SIGTERM", elsewhere)
    process.emit("SIGTERM")
    expect(await ended).toBeNull()
  })
})

describe("GET /deployments/events refuses", () => {
  it("nobody in particular with a 401, and a token without the scope with a 403", async () => {
    expect((await follow({ caller: nobody })).status).toBe(401)
    expect((await follow({ caller: await tokenCaller(["releases:read"]) })).status).toBe(403)
  })

  it("an environment that is unknown or outside the limit of the token with a 422", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["staging"] })
    expect((await follow({ caller: limited, query: "?environment=dev" })).status).toBe(422)
    expect((await follow({ query: "?environment=nowhere" })).status).toBe(422)
  })
})
