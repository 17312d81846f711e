import { v7 as uuidv7 } from "uuid"
import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { deploymentEvents as route } from "@/app/api/v1/console/routes"
import { deployment, deployments, removals } from "@/app/api/v1/deployments/routes"
import { hashToken } from "@/lib/identity/auth/token-format"
import { prismaClient } from "@/lib/platform/db/client"
import { transaction } from "@/lib/platform/db/transaction"
import { EventFeed } from "@/lib/platform/events/event-feed"
import { readPosition } from "@/lib/platform/events/event-position"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { openStreams } from "@/lib/web/http/open-streams"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { collectGarbage } from "@/tools/testing/collect-garbage"
import { type EventReader, streamRoute } from "@/tools/testing/read-events"

const path = "/api/v1/platform/deployments/events"
let pipeline: Caller
let open: EventReader[] = []

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

/** While any transaction is open, even in another test, every event since its start is sent again. */
const allCommitted = () =>
  expect
    .poll(
      () => prismaClient().$queryRaw`
      SELECT count(*)::int AS events FROM announced_event
      WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint`,
      { timeout: 20_000 },
    )
    .toEqual([{ events: 0 }])

describe("GET /deployments/events", () => {
  it("sends each deployment when it is recorded and updated, with an id to resume from", async () => {
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

  it("sends events since the position at which a page was rendered", async () => {
    await allCommitted()
    const position = await readPosition()
    const recorded = await record({ application: "in-between" })
    const stream = await follow({ query: `?after=${position}` })
    expect(await stream.next()).toMatchObject({ data: { id: recorded.id } })
  })

  it("sends the deployment that is ended by a removal", async () => {
    const recorded = await record({ application: "ending" })
    const stream = await follow()
    const body = { application: "ending", environment: "dev" }
    await callRoute(removals, "POST", { caller: pipeline, path: `${path}/../removals`, body })
    expect(await stream.next()).toMatchObject({ event: "deployment.updated", data: { id: recorded.id } })
  })

  it("sends only events of the requested environment and application", async () => {
    const stream = await follow({ query: "?environment=production&application=withReleases" })
    await record({ application: "withReleases" })
    await record({ environment: "prod" })
    const matching = await record({ environment: "prod", application: "withReleases" })
    expect((await stream.next())?.data.id).toBe(matching.id)
  })

  it("sends only events that the caller can see", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["staging"] })
    const stream = await follow({ caller: limited })
    await record()
    const seen = await record({ environment: "staging" })
    expect((await stream.next())?.data.id).toBe(seen.id)
  })

  it("sends other topics on request, like GET /events", async () => {
    const caller = await tokenCaller(["deployments:write", "releases:read"])
    const stream = await follow({ caller, query: "?topics=deployments,tenants" })
    await transaction(() => publishEvent("tenant.updated", uuidv7()))
    expect(await stream.next()).toMatchObject({ event: "tenant.updated" })
    const refused = await callRoute(route, "GET", { caller: pipeline, path: `${path}?topics=tenants` })
    expect(refused.status).toBe(403)
  })

  it("sends nothing for a rejected record", async () => {
    const stream = await follow()
    await record({ deployedAt: "2020-01-02T00:00:00Z", completedAt: "2020-01-01T00:00:00Z" })
    const kept = await record()
    expect((await stream.next())?.data.id).toBe(kept.id)
  })

  it("sends each event once to every stream under concurrent writes", async () => {
    const streams = await Promise.all([follow(), follow()])
    const recorded = await Promise.all(
      Array.from({ length: 40 }, (_, index) => record({ application: `many-${index % 7}` })),
    )
    for (const stream of streams) {
      const received = []
      for (let n = 0; n < recorded.length; n++) received.push((await stream.next())?.data.id)
      expect(received.sort()).toEqual(recorded.map(({ id }) => id).sort())
    }
  })
})

describe("A resumed stream", () => {
  it("sends missed events and no duplicates", async () => {
    await allCommitted()
    const before = await follow()
    await record()
    await before.next()
    before.leave()
    const missed = [await record(), await record()]
    const reconnected = await follow({ lastEventId: before.lastEventId() })
    const later = await record()
    for (const { id } of [...missed, later]) expect((await reconnected.next())?.data.id).toBe(id)
  })

  it("sends missed events even if it had sent none before", async () => {
    await allCommitted()
    const before = await follow({ query: "?application=quiet" })
    const received = before.next()
    await expect.poll(() => before.lastEventId()).not.toBeNull()
    before.leave()
    expect(await received).toBeNull()
    const missed = await record()
    const reconnected = await follow({ lastEventId: before.lastEventId() })
    expect((await reconnected.next())?.data.id).toBe(missed.id)
  })

  it.each([
    ["in another format", "12"],
    [
      "that is too old",
      Buffer.from(JSON.stringify(["1", "1", "1", 1_700_000_000_000])).toString("base64url"),
    ],
    [
      "from another database",
      Buffer.from(JSON.stringify(["900000000000", "1", "900000000000", Date.now()])).toString("base64url"),
    ],
  ])("sends resync for an id %s", async (_, lastEventId) => {
    const stream = await follow({ lastEventId })
    expect(await stream.next()).toEqual({ event: "resync", id: null, data: {} })
  })

  it("sends resync when too many events were missed", async () => {
    const before = await follow()
    await record()
    await before.next()
    before.leave()
    await prismaClient().$executeRaw`
      INSERT INTO announced_event (xid, type, subject_id)
      SELECT pg_current_xact_id()::text::bigint, 'deployment.updated', gen_random_uuid() FROM generate_series(1, 600)`
    const reconnected = await follow({ lastEventId: before.lastEventId() })
    expect((await reconnected.next())?.event).toBe("resync")
  })
})

describe("The streams of a process", () => {
  it("share one listening connection and close it with the last stream", async () => {
    await Promise.all([follow(), follow(), follow()])
    expect(await backends()).toHaveLength(1)
    // A request that is no longer referenced must still end its stream.
    collectGarbage()
    for (const stream of open) stream.leave()
    await expect.poll(backends).toHaveLength(0)
  })

  it("miss nothing when PostgreSQL closes the listening connection", async () => {
    const stream = await follow()
    for (const { pid } of await backends())
      await prismaClient().$queryRaw`SELECT pg_terminate_backend(${pid})`
    const during = await record()
    expect((await stream.next())?.data.id).toBe(during.id)
    await expect.poll(backends).toHaveLength(1)
    const after = await record()
    expect((await stream.next())?.data.id).toBe(after.id)
  })

  it("receive events of another process, even if it was killed before it could notify", async () => {
    const other = new EventFeed()
    const received: string[] = []
    const { end } = await other.subscribe(({ events }) => {
      received.push(...events.map((event) => event.subjectId))
    })
    const recorded = await record()
    await expect.poll(() => received).toEqual([recorded.id])
    // The state after a process was killed between its commit and its notification.
    await prismaClient().$executeRaw`
      INSERT INTO announced_event (xid, type, subject_id)
      VALUES (pg_current_xact_id()::text::bigint, 'deployment.updated', ${recorded.id}::uuid)`
    await expect.poll(() => received, { timeout: 20_000 }).toEqual([recorded.id, recorded.id])
    end()
  })
})

describe("An open GET /deployments/events stream", () => {
  it("ends within 5 seconds after the token is revoked", async () => {
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

  it("ends within 5 seconds after a role change", async () => {
    const stream = await follow({ caller: await sessionCaller("OPERATOR") })
    const ended = stream.next()
    await prismaClient().user.updateMany({ where: { role: "OPERATOR" }, data: { role: "VIEWER" } })
    const changedAt = Date.now()
    expect(await ended).toBeNull()
    expect(Date.now() - changedAt).toBeLessThan(5_000)
  })

  it("ends when the process stops", async () => {
    const stream = await follow()
    const ended = stream.next()
    for (const stream of openStreams.current ?? []) stream.end()
    expect(await ended).toBeNull()
  })
})

describe("GET /deployments/events with an invalid request", () => {
  it("returns 401 for anonymous callers and 403 for a token without the scope", async () => {
    expect((await follow({ caller: anonymous })).status).toBe(401)
    expect((await follow({ caller: await tokenCaller(["releases:read"]) })).status).toBe(403)
  })

  it("returns 422 for an unknown topic, and for a filter of deployments without that topic", async () => {
    const caller = await tokenCaller(["deployments:read", "releases:read"])
    expect((await follow({ query: "?topics=nothing" })).status).toBe(422)
    expect((await follow({ caller, query: "?topics=releases&environment=dev" })).status).toBe(422)
  })

  it("still accepts releases=true, which pages of the previous version send", async () => {
    expect((await follow({ caller: await sessionCaller("ADMIN"), query: "?releases=true" })).status).toBe(200)
  })

  it("returns 422 for an unknown environment or one outside the token's limit", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["staging"] })
    expect((await follow({ caller: limited, query: "?environment=dev" })).status).toBe(422)
    expect((await follow({ query: "?environment=nowhere" })).status).toBe(422)
  })
})
