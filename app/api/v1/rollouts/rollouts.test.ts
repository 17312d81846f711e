import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { actionsIn } from "@/lib/fleet/rollouts/rollout-rules"
import { rolloutStates } from "@/lib/fleet/rollouts/schema"
import { prismaClient } from "@/lib/platform/db/client"
import { sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { chosen, RolloutFixture } from "@/tools/testing/rollout-fixture"
import { pointersOf, RolloutClient } from "@/tools/testing/rollout-requests"
import { type Seeded, seedReleases, type ToSeed } from "@/tools/testing/seed-releases"
import { smallChart } from "@/tools/testing/small-chart"

// No worker is running, so queued operations stay queued.
let rollouts: RolloutFixture
let client: RolloutClient
let seeded: Seeded[]

beforeAll(async () => {
  rollouts = await RolloutFixture.create()
  client = new RolloutClient(await tokenCaller(["releases:write"], { name: "ci" }))
  seeded = await seedMany({ tags: { tier: "gold" } }, { values: { greeting: "hi" } }, { version: "1.1.0" })
}, 120_000)
afterAll(() => rollouts.fixture.remove(), 30_000)

let count = 0
const seedMany = (...releases: Omit<ToSeed, "slug">[]) =>
  seedReleases(
    null,
    releases.map((one) => ({ ...one, slug: `r${String(++count).padStart(3, "0")}` })),
  )

const only = (...seeds: Seeded[]) => ({ releases: seeds.map(({ releaseId }) => releaseId) })

const secret = {
  apiKey: "canary-of-the-key",
  harmless: { looking: "canary-that-ends-in-a-secret" },
  replicas: 2,
}

describe("POST batch-upgrade", () => {
  it("returns 202 with the rollout, all releases of the chart, and the location", async () => {
    const response = await client.start({
      ...only(...seeded),
      valuesOverride: secret,
      description: "Ticket 7",
    })
    expect(response.status, response.text).toBe(202)
    expect(response.headers.get("location")).toBe(`/api/v1/helm/rollouts/${response.body.id}`)
    expect(response.body).toMatchObject({
      chartName: smallChart,
      repository: null,
      targetVersion: "1.1.0",
      state: "RUNNING",
      concurrency: 1,
      bakeSeconds: 0,
      maxFailures: null,
      atomic: true,
      requestedBy: "ci",
      description: "Ticket 7",
      actions: ["pause", "abort", "rollback"],
      valuesOverride: { apiKey: "••••••••", harmless: { looking: "••••••••" }, replicas: 2 },
    })
    expect(chosen(response.body)).toMatchObject([
      { tenantSlug: "r001", fromVersion: "1.0.0", toVersion: "1.1.0", jump: "minor", state: "PENDING" },
      { tenantSlug: "r002", state: "PENDING", wave: 0 },
      {
        tenantSlug: "r003",
        state: "SKIPPED",
        skipReason: "up_to_date",
        skipDetail: "It already runs 1.1.0.",
      },
    ])
    expect(response.text).not.toContain("canary")
    const row = await prismaClient().rollout.findUniqueOrThrow({ where: { id: response.body.id } })
    expect(JSON.stringify(row)).not.toContain("canary")
    const audit = await prismaClient().auditEntry.findMany({ where: { subjectId: response.body.id } })
    expect(audit.map(({ action }) => action)).toEqual(["rollout.started"])
    expect(audit[0]?.body).not.toContain("canary")
  })

  it("returns 202 without a body and upgrades all releases of the chart", async () => {
    const response = await client.start(undefined, { query: "?targetVersion=2.0.0" })
    expect(response.status).toBe(202)
    expect(response.body.counts).toMatchObject({ PENDING: 3, SKIPPED: 0 })
    expect(response.body.waves).toMatchObject([{ name: "All", selector: {}, state: "PENDING" }])
  })

  it("returns 202 for the releases of one repository when it is named", async () => {
    expect((await client.start({}, { chart: `demo/${smallChart}` })).body).toMatchObject({
      repository: "demo",
      chartName: smallChart,
    })
  })

  it("returns 202 once per Idempotency-Key", async () => {
    const headers = { "idempotency-key": crypto.randomUUID() }
    const first = await client.start(only(...seeded), { headers })
    const repeated = await client.start(only(...seeded), { headers })
    expect(repeated.body.id).toBe(first.body.id)
    expect(repeated.headers.get("idempotency-replayed")).toBe("true")
    expect(repeated.headers.get("location")).toBe(first.headers.get("location"))
  })

  it.each([
    ["no target version", {}, { query: "" }, ["/targetVersion"]],
    ["a target version that is a range", {}, { query: "?targetVersion=^1.0.0" }, ["/targetVersion"]],
    ["a version that the chart does not have", {}, { query: "?targetVersion=9.9.9" }, ["/targetVersion"]],
    ["an unknown chart", {}, { chart: "smal" }, ["/chartName"]],
    ["an unknown repository", {}, { chart: `nowhere/${smallChart}` }, ["/chartName"]],
    ["an unknown field", { concurency: 2 }, {}, ["/concurency"]],
    ["no concurrency", { concurrency: 0 }, {}, ["/concurrency"]],
    ["no waves", { waves: [] }, {}, ["/waves"]],
    ["a wave without a name", { waves: [{ name: " ", selector: {} }] }, {}, ["/waves/0/name"]],
    ["a percentage above all", { maxFailures: "101%" }, {}, ["/maxFailures"]],
    ["a value that the chart refuses", { valuesOverride: { greeting: 7 } }, {}, ["/valuesOverride/greeting"]],
    ["a mask for a value", { valuesOverride: { greeting: "••••••••" } }, {}, ["/valuesOverride/greeting"]],
    [
      "an unknown release, an unknown version and a mask",
      { releases: [crypto.randomUUID()], valuesOverride: { greeting: "••••••••" } },
      { query: "?targetVersion=9.9.9" },
      ["/valuesOverride/greeting", "/releases/0", "/targetVersion"],
    ],
    ["an unknown release", { releases: [crypto.randomUUID()] }, {}, ["/releases/0"]],
    ["a skip rule that there is not", { skip: { all: true } }, {}, ["/skip/all"]],
  ])("422: %s, and nothing is started", async (_what, body, more, expected) => {
    const before = await prismaClient().rollout.count()
    const response = await client.start(body, more)
    expect(response.status, response.text).toBe(422)
    expect(pointersOf(response)).toEqual(expected)
    expect(await prismaClient().rollout.count()).toBe(before)
  })

  it("returns 400 for invalid JSON", async () => {
    const headers = { "content-type": "application/json" }
    expect((await client.start("{", { headers })).status).toBe(400)
  })
})

describe("POST /helm/rollouts/preview", () => {
  it("returns 200 with the same plan and writes nothing", async () => {
    const before = await prismaClient().rollout.count()
    const response = await client.preview({
      ...only(...seeded),
      waves: [
        { name: "Gold", selector: { tier: "gold" } },
        { name: "Others", selector: { tier: "silver" } },
      ],
      skip: { majorJumps: true },
    })
    expect(response.status, response.text).toBe(200)
    expect(response.body).toMatchObject({
      chartName: smallChart,
      targetVersion: "1.1.0",
      upgrades: 1,
      skips: seeded.length - 1,
      waves: [
        { name: "Gold", releases: 1 },
        { name: "Others", releases: 0 },
      ],
    })
    expect(response.body.releases).toMatchObject([
      { tenantSlug: "r001", wave: 0, skipReason: null, skipDetail: null },
      { tenantSlug: "r002", wave: null, skipReason: "in_no_wave" },
      { tenantSlug: "r003", wave: null, skipReason: "up_to_date" },
    ])
    expect(await prismaClient().rollout.count()).toBe(before)
  })

  it("returns 422 for what the batch upgrade would reject", async () => {
    const response = await client.preview({ targetVersion: "9.9.9" })
    expect([response.status, response.body.code, ...pointersOf(response)]).toEqual([
      422,
      "unknown_chart_version",
      "/targetVersion",
    ])
  })
})

describe("GET /helm/rollouts/{id}", () => {
  it("returns 200 with an ETag that changes with the rollout, 304, and 404 for an unknown rollout", async () => {
    const { body } = await client.start(only(...seeded))
    const first = await client.get(body.id)
    const etag = first.headers.get("etag") ?? ""
    expect(first.body).toEqual(body)
    expect((await client.get(body.id, { headers: { "if-none-match": etag } })).status).toBe(304)
    await client.act(body.id, "pause")
    expect((await client.get(body.id)).headers.get("etag")).not.toBe(etag)
    expect((await client.get(crypto.randomUUID())).status).toBe(404)
    expect((await client.get("nothing")).status).toBe(404)
  })
})

describe("GET /helm/rollouts", () => {
  it("returns rollouts newest first, by state and chart, in pages", async () => {
    const { body: newest } = await client.start(only(...seeded))
    await client.act(newest.id, "pause", { body: { reason: "to be found" } })
    const paused = await client.list("?state=PAUSED&limit=1")
    expect(paused.body).toMatchObject([{ id: newest.id, stateReason: "to be found", stateBy: "ci" }])
    expect(paused.body[0]).not.toHaveProperty("releases")
    expect((await client.list("?chartName=another")).body).toEqual([])
    expect((await client.list(`?chartName=demo/${smallChart}`)).body.length).toBeGreaterThan(0)
    const ids = (await client.list("?limit=500")).body.map(({ id }: { id: string }) => id)
    const first = await client.list("?limit=2")
    const next = /<\/api\/v1\/helm\/rollouts(.*)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1]
    const second = await client.list(next)
    expect([...first.body, ...second.body].map(({ id }) => id)).toEqual(ids.slice(0, 4))
  })

  it("returns 422 for a cursor of another list and for an unknown state", async () => {
    expect((await client.list("?cursor=bm8")).status).toBe(422)
    expect(pointersOf(await client.list("?state=HALTED"))).toEqual(["/state"])
  })
})

describe("Rollout actions", () => {
  const actions = ["pause", "resume", "abort", "rollback"] as const

  it.each(rolloutStates.flatMap((state) => actions.map((action) => [state, action] as const)))(
    "%s: %s returns the result from the state table",
    async (state, action) => {
      const { body } = await client.start(only(...seeded))
      await prismaClient().rollout.update({ where: { id: body.id }, data: { state } })
      const response = await client.act(body.id, action, { body: { reason: "a test" } })
      if (actionsIn[state].includes(action)) {
        expect(response.status, response.text).toBe(action === "rollback" ? 202 : 200)
        expect(response.body).toMatchObject({ stateReason: "a test", stateBy: "ci" })
        expect(response.headers.get("etag")).toBe((await client.get(body.id)).headers.get("etag"))
      } else {
        expect(response.status).toBe(409)
        expect(response.body).toMatchObject({ code: "rollout_state_conflict", state })
        expect(response.body.detail).toContain(`The rollout is ${state} and cannot be`)
      }
    },
  )

  it("return 404 for an unknown rollout and 422 for an unknown field", async () => {
    for (const action of actions) {
      expect((await client.act(crypto.randomUUID(), action)).status).toBe(404)
      const { body } = await client.start(only(...seeded))
      expect(pointersOf(await client.act(body.id, action, { body: { why: "no" } }))).toEqual(["/why"])
    }
  })

  it("return 412 for an outdated ETag, and apply the change for the current one", async () => {
    const { body } = await client.start(only(...seeded))
    const seen = (await client.get(body.id)).headers.get("etag") ?? ""
    await client.act(body.id, "pause")
    const headers = { "if-match": seen }
    expect((await client.act(body.id, "resume", { headers })).status).toBe(412)
    const now = { "if-match": (await client.get(body.id)).headers.get("etag") ?? "" }
    expect((await client.act(body.id, "resume", { headers: now })).body.state).toBe("RUNNING")
  })

  it.each(["abort", "rollback"])("return 412 for %s by a user whose view is outdated", async (action) => {
    const { body } = await client.start(only(...seeded))
    const headers = { "if-match": (await client.get(body.id)).headers.get("etag") ?? "" }
    await client.act(body.id, "pause")
    expect((await client.act(body.id, action, { headers })).status).toBe(412)
    expect((await client.get(body.id)).body.state).toBe("PAUSED")
  })

  it("return 403 for a viewer and 200 for an operator, and record the actor in the audit log", async () => {
    const { body } = await client.start(only(...seeded))
    expect((await client.act(body.id, "pause", { caller: await sessionCaller("VIEWER") })).status).toBe(403)
    const paused = await client.act(body.id, "pause", { caller: await sessionCaller("OPERATOR") })
    expect(paused.body).toMatchObject({ state: "PAUSED", stateBy: expect.stringMatching(/^operator-/) })
    const audit = await prismaClient().auditEntry.findMany({
      where: { subjectId: body.id },
      orderBy: { at: "asc" },
    })
    expect(audit.map(({ action, actorName }) => [action, actorName])).toEqual([
      ["rollout.started", "ci"],
      ["rollout.paused", paused.body.stateBy],
    ])
  })
})
