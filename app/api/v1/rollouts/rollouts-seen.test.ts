import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { rolloutEvents as events } from "@/app/api/v1/rollouts/routes"
import { getReleaseAttention } from "@/lib/console/overview/get-release-attention"
import { advanceRollout } from "@/lib/fleet/rollouts/advance-rollout"
import { prismaClient } from "@/lib/platform/db/client"
import { tokenCaller } from "@/tools/testing/callers"
import { endAll } from "@/tools/testing/end-operations"
import { streamRoute } from "@/tools/testing/read-events"
import { RolloutFixture } from "@/tools/testing/rollout-fixture"
import { pointersOf, RolloutClient } from "@/tools/testing/rollout-requests"
import { type Seeded, seedReleases, type ToSeed } from "@/tools/testing/seed-releases"

// No worker is running, so queued operations stay queued.
let rollouts: RolloutFixture
let client: RolloutClient
let seeded: Seeded[]

beforeAll(async () => {
  rollouts = await RolloutFixture.create()
  client = new RolloutClient(await tokenCaller(["releases:write"], { name: "ci" }))
  seeded = await seedMany({}, {})
}, 120_000)
afterAll(() => rollouts.fixture.remove(), 30_000)

let count = 0
const seedMany = (...releases: Omit<ToSeed, "slug">[]) =>
  seedReleases(
    null,
    releases.map((one) => ({ ...one, slug: `s${String(++count).padStart(3, "0")}` })),
  )
const only = (...seeds: Seeded[]) => ({ releases: seeds.map(({ releaseId }) => releaseId) })

describe("A token limited to tenants", () => {
  it("upgrades and sees only its tenants, and cannot change rollouts of other tenants", async () => {
    const [own, other] = await seedMany({ tags: { tier: "own" } }, {})
    if (own === undefined || other === undefined) throw new Error("Expected two releases.")
    const limited = { caller: await tokenCaller(["releases:write"], { tenants: [own.tenantId] }) }
    const ownRollout = await client.start({}, limited)
    expect(ownRollout.body.releases.map(({ tenantId }: { tenantId: string }) => tenantId)).toEqual([
      own.tenantId,
    ])
    expect((await client.act(ownRollout.body.id, "pause", limited)).status).toBe(200)
    expect(pointersOf(await client.start(only(other), limited))).toEqual(["/releases/0"])

    const { body: both } = await client.start(only(own, other))
    const seen = await client.get(both.id, limited)
    expect(seen.body.releases).toMatchObject([{ tenantId: own.tenantId }])
    expect(seen.body.counts).toMatchObject({ PENDING: 1, SKIPPED: 0 })
    expect(seen.text).not.toContain(other.slug)
    const refused = await client.act(both.id, "abort", limited)
    expect([refused.status, refused.body.code]).toEqual([403, "token_limited"])

    const stranger = { caller: await tokenCaller(["releases:write"], { tenants: [crypto.randomUUID()] }) }
    expect((await client.get(both.id, stranger)).status).toBe(404)
    expect((await client.act(both.id, "abort", stranger)).status).toBe(404)
    expect((await client.list("", stranger)).body).toEqual([])
    const listed = (await client.list("?limit=1", limited)).body
    expect(listed).toMatchObject([{ id: both.id, counts: { PENDING: 1, SKIPPED: 0 } }])
    expect((await client.preview({}, limited)).body.releases).toHaveLength(1)
  })

  it("does not see the values of a rollout that includes other tenants", async () => {
    const [own, other] = await seedMany({}, {})
    if (own === undefined || other === undefined) throw new Error("Expected two releases.")
    const limited = { caller: await tokenCaller(["releases:write"], { tenants: [own.tenantId] }) }
    const valuesOverride = { greeting: "of another tenant" }
    const { body: both } = await client.start({ ...only(own, other), valuesOverride })
    expect((await client.get(both.id)).body.valuesOverride).not.toEqual({})
    expect((await client.get(both.id, limited)).body.valuesOverride).toEqual({})
    expect((await client.list("?limit=1", limited)).body).toMatchObject([{ id: both.id, valuesOverride: {} }])
  })

  it("does not see names of other tenants in the reason of a pause", async () => {
    const seeds = await seedMany({}, { tenantStatus: "ACTIVE" })
    const [own, other] = seeds
    if (own === undefined || other === undefined) throw new Error("Expected two releases.")
    const { body } = await client.start({ ...only(...seeds), maxFailures: 0, concurrency: 2 })
    await prismaClient().tenant.update({ where: { id: other.tenantId }, data: { status: "SUSPENDED" } })
    await advanceRollout(body.id)
    const limited = { caller: await tokenCaller(["releases:read"], { tenants: [own.tenantId] }) }
    expect((await client.get(body.id)).body.stateReason).toContain(`${other.slug}/app`)
    const { stateReason } = (await client.get(body.id, limited)).body
    expect(stateReason).toBe("More releases failed than allowed.")
  })

  it("sees counts and tags of its own releases only", async () => {
    const seeds = await seedMany(
      { tags: { ring: "own" } },
      { tags: { ring: "secret" } },
      { tags: { ring: "secret" } },
    )
    const [own] = seeds
    const waves = [
      { name: "Others", selector: { ring: "secret" } },
      { name: "Own", selector: { ring: "own" } },
    ]
    const { body } = await client.start({ ...only(...seeds), waves, maxFailures: 0 })
    const others = seeds.slice(1).map(({ tenantId }) => tenantId)
    await prismaClient().tenant.updateMany({ where: { id: { in: others } }, data: { status: "SUSPENDED" } })
    await advanceRollout(body.id)
    const rollout = (await client.get(body.id)).body
    expect(rollout).toMatchObject({
      state: "PAUSED",
      failures: 1,
      waves: [{ selector: { ring: "secret" } }, {}],
    })

    const actor = { ...rollouts.actor, tenantIds: own === undefined ? [] : [own.tenantId] }
    const limited = { caller: await tokenCaller(["releases:read"], { tenants: actor.tenantIds }) }
    const seen = await client.get(body.id, limited)
    expect(seen.body).toMatchObject({ failures: 0, waves: [{ selector: {} }, { selector: { ring: "own" } }] })
    expect(seen.text).not.toContain("secret")
    const attention = await getReleaseAttention(actor)
    const paused = attention.find(({ kind }) => kind === "paused")
    expect(paused?.items.find(({ rolloutId }) => rolloutId === body.id)?.releases).toBe(1)
  })
})

describe("GET /helm/rollouts/{id}/events", () => {
  it("sends the rollout at the start and on changes; returns 404 for an unknown rollout", async () => {
    const { body } = await client.start(only(...seeded))
    const stream = await streamRoute(
      events,
      `/api/v1/helm/rollouts/${body.id}/events`,
      client.caller,
      {},
      { id: body.id },
    )
    const beginning = { id: body.id, state: "RUNNING", counts: { PENDING: 2 }, releases: [] }
    expect(await stream.next()).toMatchObject({ event: "rollout", data: beginning })
    await client.act(body.id, "pause")
    expect(await stream.next()).toMatchObject({ event: "rollout", data: { state: "PAUSED", releases: [] } })
    stream.leave()
    const id = crypto.randomUUID()
    expect(
      (await streamRoute(events, `/api/v1/helm/rollouts/${id}/events`, client.caller, {}, { id })).status,
    ).toBe(404)
  })

  it("sends only changes since `after`, since the previous event, and since Last-Event-ID", async () => {
    const follow = (id: string, query: string, headers: Record<string, string> = {}) =>
      streamRoute(events, `/api/v1/helm/rollouts/${id}/events${query}`, client.caller, headers, { id })
    const seeds = await seedMany({}, {}, {})
    const { body } = await client.start(only(...seeds))
    const seen = (await client.get(body.id)).body
    await advanceRollout(body.id)
    const stream = await follow(body.id, `?after=${seen.changes}`)
    const [first = "", second = ""] = seeds.map(({ releaseId }) => releaseId)
    // Simultaneous changes can arrive in one event or in two.
    const statesUntil = async (last: string, from = stream) => {
      const states: Record<string, string> = {}
      while (!(last in states)) {
        for (const { releaseId, state } of (await from.next())?.data.releases ?? []) states[releaseId] = state
      }
      return states
    }
    expect(await statesUntil(first)).toEqual({ [first]: "RUNNING" })
    await endAll(body.id)
    await advanceRollout(body.id)
    expect(await statesUntil(second)).toEqual({ [first]: "SUCCEEDED", [second]: "RUNNING" })
    const lastEventId = stream.lastEventId() ?? ""
    stream.leave()
    await endAll(body.id)
    await advanceRollout(body.id)
    const reconnected = await follow(body.id, `?after=${seen.changes}`, { "last-event-id": lastEventId })
    expect(await statesUntil(second, reconnected)).toMatchObject({ [second]: "SUCCEEDED" })
    reconnected.leave()
  })
})
