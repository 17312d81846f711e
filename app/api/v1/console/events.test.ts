import { randomUUID } from "node:crypto"
import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { events as route } from "@/app/api/v1/console/routes"
import { deployments } from "@/app/api/v1/deployments/routes"
import { quarantine, quarantines } from "@/app/api/v1/quarantine/routes"
import { hashToken } from "@/lib/identity/auth/token-format"
import { prismaClient } from "@/lib/platform/db/client"
import { transaction } from "@/lib/platform/db/transaction"
import { readPosition } from "@/lib/platform/events/event-position"
import { type EventType, publishEvent } from "@/lib/platform/events/publish-event"
import { openStreams } from "@/lib/web/http/open-streams"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { type EventReader, streamRoute } from "@/tools/testing/read-events"
import { seedTenancy, type Tenancy } from "@/tools/testing/seed-tenancy"

const path = "/api/v1/events"
let pipeline: Caller
let reader: Caller
let ownTenancy: Tenancy
let other: Tenancy
let open: EventReader[] = []

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"])
  reader = await tokenCaller(["deployments:read", "releases:read"])
  ownTenancy = await seedTenancy("mine", "1.0.0")
  other = await seedTenancy("other", "1.0.0")
})

afterEach(() => {
  for (const stream of open) stream.leave()
  open = []
})

async function follow(query = "", caller: Caller = reader, lastEventId: string | null = null) {
  const headers: Record<string, string> = lastEventId === null ? {} : { "last-event-id": lastEventId }
  const stream = await streamRoute(route, `${path}${query}`, caller, headers)
  open.push(stream)
  return stream
}

const publish = (type: EventType, subjectId: string) => transaction(() => publishEvent(type, subjectId))

/** Publishes a change of every kind of object, each in its own transaction. */
async function publishAll({ releaseId, rolloutId, tenant }: Tenancy): Promise<void> {
  await publish("release.updated", releaseId)
  await publish("rollout.updated", rolloutId)
  await publish("tenant.updated", tenant.id)
}

const messagesOf = ({ releaseId, rolloutId, tenant }: Tenancy) => [
  { event: "release.updated", id: expect.any(String), data: { releaseId } },
  { event: "rollout.updated", id: expect.any(String), data: { rolloutId } },
  { event: "tenant.updated", id: expect.any(String), data: { tenantId: tenant.id } },
]

async function record(environment = "dev") {
  const body = { environment, imageTag: "v1", application: "events" }
  return (
    await callRoute(deployments, "POST", { caller: pipeline, path: "/api/v1/platform/deployments", body })
  ).body
}

describe("GET /events", () => {
  it("sends deployments, and the ids of changed releases, rollouts and tenants", async () => {
    const stream = await follow()
    expect(stream.headers.get("content-type")).toContain("text/event-stream")
    const recorded = await record()
    expect(await stream.next()).toEqual({
      event: "deployment.recorded",
      id: expect.any(String),
      data: recorded,
    })
    await publishAll(ownTenancy)
    for (const message of messagesOf(ownTenancy)) expect(await stream.next()).toEqual(message)
  })

  it("sends the id of a quarantine that was created or lifted, even to a token limited to tenants", async () => {
    const stream = await follow("", await tokenCaller(["releases:read"], { tenants: [ownTenancy.tenant.id] }))
    const caller = await tokenCaller(["releases:write"])
    const input = { imageTag: "v1", application: "events", reason: "It loses writes." }
    const { body } = await callRoute(quarantines, "POST", { caller, path: "/api/v1/quarantine", body: input })
    const message = { event: "quarantine.updated", data: { quarantineId: body.id } }
    expect(await stream.next()).toMatchObject(message)
    await callRoute(quarantine, "DELETE", {
      caller,
      path: `/api/v1/quarantine/${body.id}`,
      params: { id: body.id },
    })
    expect(await stream.next()).toMatchObject(message)
  })

  it("sends only the requested topics", async () => {
    const [release, rollout, tenant] = messagesOf(ownTenancy)
    const streams = [
      { stream: await follow("?topics=releases"), messages: [release] },
      { stream: await follow("?topics=rollouts, tenants"), messages: [rollout, tenant] },
      {
        stream: await follow("?topics=deployments,releases"),
        messages: [{ event: "deployment.recorded" }, release],
      },
    ]
    await record()
    await publishAll(ownTenancy)
    await publishAll(other)
    for (const { stream, messages } of streams) {
      for (const message of messages) expect(await stream.next()).toMatchObject(message ?? {})
    }
  })

  it("sends by default what the caller's scopes can read", async () => {
    const ofDeployments = await follow("", pipeline)
    const ofReleases = await follow("", await tokenCaller(["releases:write"]))
    const first = await record()
    await publishAll(ownTenancy)
    const second = await record()
    for (const { id } of [first, second]) expect((await ofDeployments.next())?.data.id).toBe(id)
    for (const message of messagesOf(ownTenancy)) expect(await ofReleases.next()).toEqual(message)
  })

  it("sends no events of tenants that the token cannot see", async () => {
    const limited = await tokenCaller(["releases:read"], { tenants: [ownTenancy.tenant.id] })
    const stream = await follow("", limited)
    await publishAll(other)
    await publish("release.updated", randomUUID())
    await publishAll(ownTenancy)
    for (const message of messagesOf(ownTenancy)) expect(await stream.next()).toEqual(message)
  })

  it("sends to each open stream only what its token can see", async () => {
    const limited = await Promise.all(
      [ownTenancy, other].map(async ({ tenant }) =>
        follow("", await tokenCaller(["releases:read"], { tenants: [tenant.id] })),
      ),
    )
    const unlimited = [await follow("?topics=releases"), await follow("?topics=releases")]
    await publish("release.updated", ownTenancy.releaseId)
    await publish("release.updated", other.releaseId)
    for (const [index, { releaseId }] of [ownTenancy, other].entries())
      expect((await limited[index]?.next())?.data).toEqual({ releaseId })
    for (const stream of unlimited) {
      const seen = [(await stream.next())?.data.releaseId, (await stream.next())?.data.releaseId]
      expect(seen).toEqual([ownTenancy.releaseId, other.releaseId])
    }
  })

  it("sends no events of environments that the token cannot see", async () => {
    const stream = await follow("", await tokenCaller(["deployments:read"], { environments: ["staging"] }))
    await record()
    const seen = await record("staging")
    expect((await stream.next())?.data.id).toBe(seen.id)
  })

  it("sends resync after an import to streams of deployments only", async () => {
    const stream = await follow("?topics=deployments")
    const releases = await follow("?topics=releases")
    await publish("ledger.imported", randomUUID())
    await publishAll(ownTenancy)
    expect(await stream.next()).toEqual({ event: "resync", id: expect.any(String), data: {} })
    expect((await releases.next())?.event).toBe("release.updated")
  })
})

/** Open transactions in other databases of the server hold back the position, so earlier events could be sent again. */
async function untilNothingOlderRuns(): Promise<void> {
  const [{ xid } = { xid: "" }] = await prismaClient().$queryRaw<{ xid: string }[]>`
    SELECT pg_current_xact_id()::text AS xid`
  const passed = () =>
    prismaClient().$queryRaw`SELECT pg_snapshot_xmin(pg_current_snapshot()) > ${xid}::xid8 AS passed`
  await expect.poll(passed).toEqual([{ passed: true }])
}

describe("A resumed GET /events stream", () => {
  it("sends the missed events of its topics", async () => {
    const before = await follow("?topics=tenants")
    await publishAll(ownTenancy)
    await before.next()
    before.leave()
    await record()
    await publishAll(other)
    const reconnected = await follow("?topics=tenants", reader, before.lastEventId())
    const missed = messagesOf(other)[2]
    // Earlier events can arrive again while an older transaction is open.
    await expect.poll(() => reconnected.next(), { timeout: 10_000, interval: 1 }).toEqual(missed)
    await publishAll(ownTenancy)
    expect(await reconnected.next()).toEqual(messagesOf(ownTenancy)[2])
  })

  it("sends the missed events that a limited token can see", async () => {
    await untilNothingOlderRuns()
    const position = await readPosition()
    await publishAll(other)
    await publishAll(ownTenancy)
    const limited = await tokenCaller(["releases:read"], { tenants: [ownTenancy.tenant.id] })
    const stream = await follow(`?after=${position}`, limited)
    for (const message of messagesOf(ownTenancy)) expect(await stream.next()).toEqual(message)
  })

  it("sends resync for an id that it did not issue", async () => {
    expect(await (await follow("", reader, "12")).next()).toEqual({ event: "resync", id: null, data: {} })
  })
})

describe("An open GET /events stream", () => {
  it("ends within 5 seconds after the token is revoked", async () => {
    const caller = await tokenCaller(["releases:read"])
    const ended = (await follow("", caller)).next()
    const hash = hashToken(caller.authorization?.slice("Bearer ".length) ?? "")
    await prismaClient().apiToken.update({ where: { hash }, data: { revokedAt: new Date() } })
    const revokedAt = Date.now()
    expect(await ended).toBeNull()
    expect(Date.now() - revokedAt).toBeLessThan(5_000)
  })

  it("ends within 5 seconds after a role change", async () => {
    const ended = (await follow("", await sessionCaller("OPERATOR"))).next()
    await prismaClient().user.updateMany({ where: { role: "OPERATOR" }, data: { role: "VIEWER" } })
    const changedAt = Date.now()
    expect(await ended).toBeNull()
    expect(Date.now() - changedAt).toBeLessThan(5_000)
  })

  it("ends when its events cannot be read, so that the client reconnects", async () => {
    const limited = await tokenCaller(["releases:read"], { tenants: [ownTenancy.tenant.id] })
    const ended = (await follow("", limited)).next()
    await prismaClient().$executeRaw`ALTER TABLE rollout RENAME TO rollout_moved`
    await publish("rollout.updated", ownTenancy.rolloutId)
    expect(
      await ended.finally(() => prismaClient().$executeRaw`ALTER TABLE rollout_moved RENAME TO rollout`),
    ).toBeNull()
  })

  it("ends when the process stops", async () => {
    const ended = (await follow()).next()
    for (const stream of openStreams.current ?? []) stream.end()
    expect(await ended).toBeNull()
  })
})

describe("GET /events with an invalid request", () => {
  it("returns 401 for anonymous callers, and 403 for a topic whose scope the token lacks", async () => {
    expect((await follow("", anonymous)).status).toBe(401)
    expect((await follow("?topics=deployments,releases", pipeline)).status).toBe(403)
    expect((await follow("?topics=deployments", await tokenCaller(["releases:read"]))).status).toBe(403)
  })

  it("returns 422 with a pointer for an unknown topic", async () => {
    const { status, body } = await callRoute(route, "GET", {
      caller: reader,
      path: `${path}?topics=releases,nodes`,
    })
    expect(status).toBe(422)
    expect(body.errors).toEqual([
      {
        pointer: "/topics/1",
        message: expect.stringContaining("deployments, quarantines, releases, rollouts, tenants"),
      },
    ])
  })
})
