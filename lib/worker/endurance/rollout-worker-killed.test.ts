import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { controlRollout } from "@/lib/fleet/rollouts/control-rollout"
import type { RolloutReleaseState } from "@/lib/fleet/rollouts/schema"
import { prismaClient } from "@/lib/platform/db/client"
import { chosen, maxAtATime, RolloutFixture } from "@/tools/testing/rollout-fixture"
import type { Seeded, ToSeed } from "@/tools/testing/seed-releases"
import { WorkerProcess } from "@/tools/testing/worker-process"

const concurrency = 4
/**
 * More failures than killing the worker can cause: a running upgrade is signaled to stop, fails and is rolled back.
 */
const maxFailures = 5
let rollouts: RolloutFixture
let worker: WorkerProcess

beforeAll(async () => {
  rollouts = await RolloutFixture.create()
  worker = new WorkerProcess({
    SLIPWAY_DATA_DIR: rollouts.fixture.folder,
    SLIPWAY_HELM: rollouts.fixture.helm.path,
    SLIPWAY_LEASE_SECONDS: "4",
    SLIPWAY_WORKER_CONCURRENCY: "6",
  })
  await worker.start()
}, 120_000)
afterAll(async () => {
  await worker.end("SIGKILL")
  await rollouts.fixture.remove()
}, 60_000)

/** Sixty tenants: a first wave of twelve; in the second wave every fifth release fails to become ready. */
const fleet = Array.from(
  { length: 60 },
  (_, index): ToSeed => ({
    slug: `t${String(index).padStart(2, "0")}`,
    tags: index < 12 ? { wave: "canary" } : {},
    values: { refuse: index >= 12 && index % 5 === 0 },
  }),
)
const waves = [
  { name: "Canary", selector: { wave: "canary" } },
  { name: "Rest", selector: {} },
]

async function count(id: string, ...states: RolloutReleaseState[]): Promise<number> {
  return prismaClient().rolloutRelease.count({ where: { rolloutId: id, state: { in: states } } })
}

function countRunning(id: string): Promise<number> {
  return prismaClient().operation.count({ where: { rolloutId: id, state: "RUNNING" } })
}

/** Kills the worker while Helm runs for it, once the given number of releases is in one of the states. */
async function killWhen(id: string, minCount: number, ...states: RolloutReleaseState[]): Promise<void> {
  const isTime = async () => {
    const helms = await prismaClient().operation.count({
      where: { rolloutId: id, state: "RUNNING", helmStartedAt: { not: null } },
    })
    return helms > 0 && (await count(id, ...states)) >= minCount
  }
  await expect.poll(isTime, { timeout: 60_000, interval: 20 }).toBe(true)
  await worker.end("SIGKILL")
  await worker.start()
}

async function expectNothingTwice(id: string, seeded: readonly Seeded[]): Promise<void> {
  const revisions = await prismaClient().releaseRevision.groupBy({
    by: ["releaseId", "operation"],
    where: { operation: { in: ["UPGRADE", "ROLLBACK", "OUT_OF_BAND"] } },
    _count: true,
  })
  expect(revisions.filter(({ _count, operation }) => _count > 1 || operation === "OUT_OF_BAND")).toEqual([])
  const operations = await prismaClient().operation.findMany({ where: { rolloutId: id } })
  const keys = operations.map(({ releaseId, kind }) => `${releaseId} ${kind}`)
  expect(new Set(keys).size).toBe(keys.length)
  const spans = operations.map(({ requestedAt, finishedAt }) => ({
    from: requestedAt.getTime(),
    to: finishedAt?.getTime() ?? Number.POSITIVE_INFINITY,
  }))
  expect(maxAtATime(spans)).toBe(concurrency)
  const states = new Map(chosen(await rollouts.get(id)).map(({ releaseId, state }) => [releaseId, state]))
  const untouched = "1.0.0"
  const rolledBackVersions = "1.0.0 1.1.0 1.0.0"
  const expected: Partial<Record<RolloutReleaseState, string[]>> = {
    ROLLED_BACK: [rolledBackVersions],
    FAILED: [untouched, rolledBackVersions],
    SKIPPED: [untouched],
  }
  for (const release of seeded) {
    const history = await rollouts.history(release)
    const state = states.get(release.releaseId) ?? "PENDING"
    const versions = history.map(({ chartVersion }) => chartVersion).join(" ")
    expect(expected[state], `${release.slug} is ${state} and had ${versions}`).toContain(versions)
  }
}

describe("A rollout of 60 tenants in two waves, four at a time, with a threshold", () => {
  it("pauses at its threshold, resumes and is rolled back, with the worker killed during each step, and upgrades no release twice", async () => {
    const seeded = await rollouts.seed(...fleet)
    const { id } = await rollouts.start(seeded, { waves, concurrency, maxFailures })
    await killWhen(id, 5, "SUCCEEDED")
    const paused = await rollouts.waitFor(id, /PAUSED/, 90_000)
    expect(paused.stateReason).toMatch(
      /^\d+ releases failed; more than 5 pause the rollout\. The last: t\d\d\/app/,
    )
    expect(paused.failures).toBeGreaterThan(maxFailures)
    expect(paused.failures).toBeLessThanOrEqual(maxFailures + concurrency)
    expect(paused.waves).toMatchObject([{ state: "DONE", counts: { PENDING: 0 } }, { state: "RUNNING" }])
    expect(paused.waves[0]?.counts.FAILED).toBeLessThanOrEqual(concurrency)
    // Queued operations stay in the queue until the rollout is resumed.
    await expect.poll(() => countRunning(id), { timeout: 30_000 }).toBe(0)
    const upgraded = await count(id, "SUCCEEDED")
    expect(upgraded).toBeLessThan(60)

    await controlRollout(rollouts.actor, id, "resume", {})
    await killWhen(id, upgraded + 3, "SUCCEEDED")
    const before = await count(id, "SUCCEEDED", "FAILED")
    await expect.poll(() => count(id, "SUCCEEDED", "FAILED"), { timeout: 60_000 }).toBeGreaterThan(before)

    const accepted = await controlRollout(rollouts.actor, id, "rollback", { reason: "a rehearsal" })
    expect(accepted.counts.PENDING).toBe(0)
    expect(accepted.counts.SKIPPED).toBeGreaterThan(0)
    await killWhen(id, 8, "ROLLED_BACK")
    const rolledBackRollout = await rollouts.waitFor(id, /ROLLED_BACK/, 120_000)
    expect(rolledBackRollout).toMatchObject({
      stateReason: null,
      counts: { SUCCEEDED: 0, PENDING: 0, RUNNING: 0 },
    })
    expect(rolledBackRollout.counts.ROLLED_BACK).toBeGreaterThan(upgraded)
    await expectNothingTwice(id, seeded)
  }, 300_000)
})
