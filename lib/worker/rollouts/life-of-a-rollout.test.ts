import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { upgradeRelease } from "@/lib/fleet/releases/change-release"
import { getRelease } from "@/lib/fleet/releases/find-release"
import { listRevisions } from "@/lib/fleet/releases/list-revisions"
import { upgradeReleaseSchema } from "@/lib/fleet/releases/schema"
import { controlRollout } from "@/lib/fleet/rollouts/control-rollout"
import { prismaClient } from "@/lib/platform/db/client"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"
import { chosen, maxAtATime, RolloutFixture } from "@/tools/testing/rollout-fixture"

let rollouts: RolloutFixture
let worker: RunningWorker

beforeAll(async () => {
  rollouts = await RolloutFixture.create()
  worker = await startWorker(rollouts.fixture.helm)
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await rollouts.fixture.remove()
}, 60_000)

const at = (text: string | null | undefined) => Date.parse(text ?? "")
const manyReleases = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ slug: `${prefix}${index}` }))

describe("A batch upgrade without options", () => {
  it("upgrades one release after the other and continues after a failure", async () => {
    const seeded = await rollouts.seed(
      { slug: "a1" },
      { slug: "a2", values: { refuse: true } },
      { slug: "a3" },
    )
    const accepted = await rollouts.start(seeded, { description: "Ticket 7" })
    expect(accepted).toMatchObject({ state: "RUNNING", concurrency: 1, counts: { PENDING: 3 } })
    const finished = chosen(await rollouts.waitFor(accepted.id, /COMPLETED/))
    expect(finished.map(({ state }) => state)).toEqual(["SUCCEEDED", "FAILED", "SUCCEEDED"])
    expect(finished[1]?.error).toContain("not ready for it")
    expect(at(finished[1]?.startedAt)).toBeGreaterThanOrEqual(at(finished[0]?.finishedAt))
    expect(at(finished[2]?.startedAt)).toBeGreaterThanOrEqual(at(finished[1]?.finishedAt))
    const { items } = await listRevisions(rollouts.actor, seeded[0]?.releaseId ?? "", { limit: 10 })
    expect(items).toMatchObject([
      { revision: 2, operation: "UPGRADE", chartVersion: "1.1.0", performedBy: "rollouts" },
      { revision: 1 },
    ])
    expect(items[0]?.description).toContain(`Rollout ${accepted.id}: Ticket 7`)
  }, 60_000)
})

describe("A rollout of a value", () => {
  it("keeps the version and the other values of each release, and can be rolled back", async () => {
    const seeded = await rollouts.seed(
      { slug: "v1", values: { greeting: "hi", spoil: false } },
      { slug: "v2", version: "1.1.0" },
    )
    const accepted = await rollouts.start(seeded, { valuesOverride: { greeting: "salut" } }, null)
    const finished = chosen(await rollouts.waitFor(accepted.id, /COMPLETED/))
    expect(finished).toMatchObject([
      { state: "SUCCEEDED", fromVersion: "1.0.0", toVersion: "1.0.0", jump: null, revision: 2 },
      { state: "SUCCEEDED", fromVersion: "1.1.0", toVersion: "1.1.0", jump: null, revision: 2 },
    ])
    const valuesOf = async (index: number) => {
      const release = await getRelease(rollouts.actor, seeded[index]?.releaseId ?? "")
      return [release.chartVersion, release.valuesOverride]
    }
    expect(await valuesOf(0)).toEqual(["1.0.0", { greeting: "salut", spoil: false }])
    expect(await valuesOf(1)).toEqual(["1.1.0", { greeting: "salut" }])
    await controlRollout(rollouts.actor, accepted.id, "rollback", { reason: "Too terse" })
    await rollouts.waitFor(accepted.id, /ROLLED_BACK/)
    expect(await valuesOf(0)).toEqual(["1.0.0", { greeting: "hi", spoil: false }])
    expect(await valuesOf(1)).toEqual(["1.1.0", {}])
  }, 60_000)
})

describe("A failed rollout of a value", () => {
  it("is rolled back by Helm; a release that was changed since is skipped and reported", async () => {
    const values = { greeting: "hi" }
    const seeded = await rollouts.seed(
      { slug: "f1", version: "1.1.0", values },
      { slug: "f2", version: "1.1.0" },
    )
    const accepted = await rollouts.start(seeded, { valuesOverride: { spoil: true } }, null)
    const finished = await rollouts.waitFor(accepted.id, /COMPLETED|PAUSED/)
    expect(chosen(finished).map(({ state, revision }) => [state, revision])).toEqual([
      ["FAILED", 2],
      ["FAILED", 2],
    ])
    const change = upgradeReleaseSchema.parse({ valuesOverride: { greeting: "mine" }, timeout: 20 })
    const { operationId } = await upgradeRelease(rollouts.actor, seeded[0]?.releaseId ?? "", change)
    await controlRollout(rollouts.actor, accepted.id, "rollback", {})
    const rolledBack = await rollouts.waitFor(accepted.id, /ROLLED_BACK/)
    const operation = await prismaClient().operation.findUniqueOrThrow({ where: { id: operationId } })
    expect(operation.state).toBe("SUCCEEDED")
    expect(chosen(rolledBack).map(({ error }) => error)).toEqual([
      expect.stringContaining("is at revision 4, but the rollout created revision 2."),
      chosen(finished)[1]?.error,
    ])
  }, 60_000)
})

describe("A rollout in waves", () => {
  it("selects waves by tenant tags, and starts each when the previous one has ended and baked by the database clock", async () => {
    const seeded = await rollouts.seed(
      { slug: "w1", tags: { wave: "2" } },
      { slug: "w2", tags: { wave: "canary", region: "eu" } },
      { slug: "w3", tags: { wave: "canary", region: "us" } },
      { slug: "w4", tags: {} },
    )
    const waves = [
      { name: "Canary", selector: { wave: "canary" } },
      { name: "Second", selector: { wave: "2" } },
    ]
    const accepted = await rollouts.start(seeded, { waves, concurrency: 4, bakeSeconds: 1 })
    const finished = await rollouts.waitFor(accepted.id, /COMPLETED/)
    expect(chosen(finished)).toMatchObject([
      { tenantSlug: "w2", wave: 0, state: "SUCCEEDED" },
      { tenantSlug: "w3", wave: 0, state: "SUCCEEDED" },
      { tenantSlug: "w1", wave: 1, state: "SUCCEEDED" },
      { tenantSlug: "w4", wave: null, state: "SKIPPED", skipReason: "in_no_wave" },
    ])
    expect(finished.waves).toMatchObject([
      { name: "Canary", state: "DONE", counts: { SUCCEEDED: 2 } },
      { name: "Second", state: "DONE", counts: { SUCCEEDED: 1 } },
    ])
    const [two, three] = chosen(finished)
    const [first, second] = finished.waves
    const ended = Math.max(at(two?.finishedAt), at(three?.finishedAt))
    expect(at(first?.bakeUntil)).toBeGreaterThanOrEqual(ended + 1_000)
    expect(at(second?.startedAt)).toBeGreaterThanOrEqual(at(first?.bakeUntil))
  }, 60_000)

  it("upgrades up to maxParallel releases at a time, and never more", async () => {
    const accepted = await rollouts.start(await rollouts.seed(...manyReleases("c", 5)), { concurrency: 3 })
    const finished = chosen(await rollouts.waitFor(accepted.id, /COMPLETED/))
    const operations = await prismaClient().operation.findMany({ where: { rolloutId: accepted.id } })
    expect(operations).toHaveLength(5)
    const spans = operations.map((operation) => ({
      from: operation.requestedAt.getTime(),
      to: operation.finishedAt?.getTime() ?? Number.POSITIVE_INFINITY,
    }))
    expect(maxAtATime(spans)).toBe(3)
    expect(finished.map(({ revision }) => revision)).toEqual(Array(5).fill(2))
  }, 60_000)

  it("counts a release that becomes FAILED while its wave bakes", async () => {
    const seeded = await rollouts.seed({ slug: "h1" }, { slug: "h2" })
    const accepted = await rollouts.start(seeded, { concurrency: 2, bakeSeconds: 60, maxFailures: 0 })
    await expect
      .poll(async () => (await rollouts.get(accepted.id)).waves[0]?.state, { timeout: 30_000 })
      .toBe("BAKING")
    const [, unhealthy] = seeded
    await prismaClient().release.update({
      where: { id: unhealthy?.releaseId },
      data: { status: "FAILED", lastError: "Its pods crash." },
    })
    const paused = await rollouts.waitFor(accepted.id, /PAUSED/)
    expect(paused.stateReason).toBe("1 release failed; more than 0 pause the rollout. The last: h2/app.")
    expect(chosen(paused)[1]).toMatchObject({
      state: "FAILED",
      error: "The release failed during the bake time. Its pods crash.",
    })
  }, 60_000)
})

describe("A rollout with a threshold", () => {
  it("pauses at the threshold, counts failures from zero when resumed, and is rolled back newest wave first", async () => {
    const seeded = await rollouts.seed(
      { slug: "t1", tags: { first: "yes" } },
      { slug: "t2", values: { refuse: true }, tags: { first: "yes" } },
      { slug: "t3", values: { spoil: true } },
      { slug: "t4" },
      { slug: "t5", values: { refuse: true } },
    )
    const waves = [
      { name: "First", selector: { first: "yes" } },
      { name: "Rest", selector: {} },
    ]
    const accepted = await rollouts.start(seeded, { waves, maxFailures: 1, atomic: false })
    const paused = await rollouts.waitFor(accepted.id, /PAUSED/)
    expect(paused).toMatchObject({
      failures: 2,
      stateBy: null,
      stateReason: "2 releases failed; more than 1 pauses the rollout. The last: t3/app, t2/app.",
      actions: ["resume", "abort", "rollback"],
      counts: { SUCCEEDED: 1, FAILED: 2, PENDING: 2 },
    })
    expect(await controlRollout(rollouts.actor, accepted.id, "resume", {})).toMatchObject({
      state: "RUNNING",
      failures: 0,
    })
    const finished = await rollouts.waitFor(accepted.id, /COMPLETED/)
    expect(finished).toMatchObject({ failures: 1, counts: { SUCCEEDED: 2, FAILED: 3 } })
    expect(chosen(finished).map(({ revision }) => revision)).toEqual([2, null, 2, 2, null])
    await controlRollout(rollouts.actor, accepted.id, "rollback", { reason: "It was slow" })
    const rolledBack = await rollouts.waitFor(accepted.id, /ROLLED_BACK/)
    expect(chosen(rolledBack).map(({ state }) => state)).toEqual([
      "ROLLED_BACK",
      "FAILED",
      "ROLLED_BACK",
      "ROLLED_BACK",
      "FAILED",
    ])
    const [first, , spoilt, last] = chosen(rolledBack)
    expect(at(spoilt?.finishedAt)).toBeGreaterThan(at(last?.finishedAt))
    expect(at(first?.finishedAt)).toBeGreaterThan(at(spoilt?.finishedAt))
    for (const one of [seeded[0], seeded[2], seeded[3]]) {
      if (one === undefined) throw new Error("Expected five releases.")
      expect((await rollouts.history(one)).map(({ chartVersion }) => chartVersion)).toEqual([
        "1.0.0",
        "1.1.0",
        "1.0.0",
      ])
      const { items } = await listRevisions(rollouts.actor, one.releaseId, { limit: 1 })
      expect(items[0]).toMatchObject({
        operation: "ROLLBACK",
        rolledBackTo: 1,
        reason: `Rollout ${accepted.id} was rolled back: It was slow`,
      })
    }
    const untouched = seeded[1]
    expect(untouched && (await rollouts.history(untouched))).toHaveLength(1)
  }, 90_000)

  it("does not roll back a failed upgrade twice, nor a release that was changed since, which it reports", async () => {
    const seeded = await rollouts.seed(
      { slug: "k1", values: { spoil: true } },
      { slug: "k2" },
      { slug: "k3" },
    )
    const accepted = await rollouts.start(seeded, { concurrency: 3 })
    const finished = await rollouts.waitFor(accepted.id, /COMPLETED/)
    expect(finished.counts).toMatchObject({ SUCCEEDED: 2, FAILED: 1 })
    const [atomic, , changed] = seeded
    const input = upgradeReleaseSchema.parse({ chartVersion: "1.2.0", timeout: 20 })
    const { operationId } = await upgradeRelease(rollouts.actor, changed?.releaseId ?? "", input)
    // The rollback waits for the running change, and then finds a different revision.
    await controlRollout(rollouts.actor, accepted.id, "rollback", {})
    const rolledBack = await rollouts.waitFor(accepted.id, /ROLLED_BACK/)
    const operation = await prismaClient().operation.findUniqueOrThrow({ where: { id: operationId } })
    expect(operation.state).toBe("SUCCEEDED")
    expect(rolledBack.stateReason).toBe("1 release was not rolled back. The last: k3/app.")
    expect(chosen(rolledBack)).toMatchObject([
      { state: "FAILED", error: chosen(finished)[0]?.error },
      { state: "ROLLED_BACK", error: null },
      {
        state: "SUCCEEDED",
        error: "Not rolled back: the release is at revision 3, but the rollout created revision 2.",
      },
    ])
    const history = atomic === undefined ? [] : await rollouts.history(atomic)
    expect(history.map(({ revision, chartVersion }) => [revision, chartVersion])).toEqual([
      [1, "1.0.0"],
      [2, "1.1.0"],
      [3, "1.0.0"],
    ])
  }, 60_000)
})
