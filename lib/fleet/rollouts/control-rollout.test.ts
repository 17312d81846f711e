import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { getReleaseAttention } from "@/lib/console/overview/get-release-attention"
import type { Cause } from "@/lib/fleet/operations/cause"
import { claimOperation } from "@/lib/fleet/operations/lease"
import { nextOperation } from "@/lib/fleet/operations/next-operation"
import { prismaClient } from "@/lib/platform/db/client"
import { readQueue } from "@/lib/platform/metrics/read-metrics"
import { claim, end, endAll, operationsOf, queuedOf } from "@/tools/testing/end-operations"
import { chosen, RolloutFixture } from "@/tools/testing/rollout-fixture"
import { seedReleases, type ToSeed } from "@/tools/testing/seed-releases"
import { advanceRollout } from "./advance-rollout"
import { controlRollout } from "./control-rollout"

// No worker runs here: the test records what Helm would have done.
let rollouts: RolloutFixture

beforeAll(async () => {
  rollouts = await RolloutFixture.create()
}, 120_000)
afterAll(() => rollouts.fixture.remove(), 30_000)

let count = 0
const seed = (...releases: Omit<ToSeed, "slug">[]) =>
  seedReleases(
    null,
    releases.map((release) => ({ ...release, slug: `n${String(++count).padStart(3, "0")}` })),
  )
const states = async (id: string) => chosen(await rollouts.get(id)).map(({ state }) => state)

describe("rollout actions", () => {
  it("pause lets running upgrades finish and starts no more; resume continues", async () => {
    const { id } = await rollouts.start(await seed({}, {}))
    await advanceRollout(id)
    const running = await claim((await queuedOf(id))[0]?.id)
    expect(await controlRollout(rollouts.actor, id, "pause", { reason: "Lunch" })).toMatchObject({
      state: "PAUSED",
      stateReason: "Lunch",
      stateBy: "rollouts",
    })
    await end(running, "SUCCEEDED")
    await advanceRollout(id)
    expect(await states(id)).toEqual(["SUCCEEDED", "PENDING"])
    await controlRollout(rollouts.actor, id, "resume", {})
    await advanceRollout(id)
    expect(await states(id)).toEqual(["SUCCEEDED", "RUNNING"])
  })

  it("pause keeps queued operations from being claimed; resume enqueues their jobs again", async () => {
    const { id } = await rollouts.start(await seed({}, {}, {}), { concurrency: 3 })
    await advanceRollout(id)
    const [first, ...otherOperations] = await queuedOf(id)
    const running = await claim(first?.id)
    await controlRollout(rollouts.actor, id, "pause", {})
    for (const one of otherOperations) expect(await claimOperation(one.id, "test/1/a", 60)).toBeNull()
    const next = await nextOperation({ previews: false, holder: "test/1/a", maxBulk: 9 })
    expect(otherOperations.map(({ id }) => id)).not.toContain(next)
    await end(running, "SUCCEEDED")
    await advanceRollout(id)
    expect(await states(id)).toEqual(["SUCCEEDED", "RUNNING", "RUNNING"])
    const longAgo = { requestedAt: new Date(Date.now() - 3_600_000) }
    await prismaClient().operation.updateMany({ where: { rolloutId: id, state: "QUEUED" }, data: longAgo })
    const kinds = (await getReleaseAttention(rollouts.actor)).map(({ kind }) => kind)
    expect([kinds.includes("paused"), kinds.includes("waiting")]).toEqual([true, false])
    const queued = (await readQueue()).find(({ state }) => state === "QUEUED")
    expect(queued?.oldestSeconds).toBeLessThan(3_600)
    await prismaClient().$executeRaw`DELETE FROM graphile_worker._private_jobs`
    await controlRollout(rollouts.actor, id, "resume", {})
    const [woken] = await prismaClient().$queryRaw<{ ids: string[] }[]>`
      SELECT array_agg(payload->>'operationId' ORDER BY payload->>'operationId') AS ids
      FROM graphile_worker._private_jobs WHERE payload->>'operationId' IS NOT NULL`
    expect(woken?.ids).toEqual(otherOperations.map((other) => other.id))
    await endAll(id)
    await advanceRollout(id)
    expect(await rollouts.get(id)).toMatchObject({ state: "COMPLETED", counts: { SUCCEEDED: 3 } })
  })

  it("abort cancels operations that a pause kept in the queue", async () => {
    const { id } = await rollouts.start(await seed({}, {}), { concurrency: 2 })
    await advanceRollout(id)
    await controlRollout(rollouts.actor, id, "pause", {})
    const aborted = await controlRollout(rollouts.actor, id, "abort", {})
    expect(chosen(aborted)).toMatchObject([{ state: "SKIPPED" }, { state: "SKIPPED" }])
    expect((await operationsOf(id)).map(({ state }) => state)).toEqual(["CANCELLED", "CANCELLED"])
  })

  it("abort skips the remaining releases, cancels queued operations, and lets running ones finish", async () => {
    const seeded = await seed({}, {}, {})
    const { id } = await rollouts.start(seeded, { concurrency: 2 })
    await advanceRollout(id)
    const [first] = await queuedOf(id)
    const started = await claim(first?.id)
    const aborted = await controlRollout(rollouts.actor, id, "abort", {})
    expect(aborted).toMatchObject({ state: "ABORTED", actions: ["rollback"] })
    expect(chosen(aborted)).toMatchObject([
      { state: "RUNNING" },
      { state: "SKIPPED", skipReason: "aborted", operationId: null },
      { state: "SKIPPED", skipReason: "aborted" },
    ])
    const operations = await operationsOf(id)
    expect(operations.map(({ state, cancelRequestedAt }) => [state, cancelRequestedAt === null])).toEqual([
      ["RUNNING", true],
      ["CANCELLED", false],
    ])
    const skippedRelease = await prismaClient().release.findUnique({ where: { id: seeded[1]?.releaseId } })
    expect(skippedRelease?.status).toBe("DEPLOYED")
    await end(started, "SUCCEEDED")
    await advanceRollout(id)
    expect(await rollouts.get(id)).toMatchObject({ state: "ABORTED", counts: { SUCCEEDED: 1, RUNNING: 0 } })
  })

  it("rollback also reverts upgrades that were still running when it was requested", async () => {
    const { id } = await rollouts.start(await seed({}, {}))
    await advanceRollout(id)
    const [first] = await queuedOf(id)
    const started = await claim(first?.id)
    await controlRollout(rollouts.actor, id, "rollback", {})
    await advanceRollout(id)
    expect(await states(id)).toEqual(["RUNNING", "SKIPPED"])
    await end(started, "SUCCEEDED")
    await advanceRollout(id)
    expect((await operationsOf(id)).map(({ kind }) => kind)).toEqual(["UPGRADE", "ROLLBACK"])
    await endAll(id)
    await advanceRollout(id)
    expect(await rollouts.get(id)).toMatchObject({
      state: "ROLLED_BACK",
      counts: { ROLLED_BACK: 1, RUNNING: 0 },
    })
  })

  it("a failed rollback is reported, and the others continue", async () => {
    const { id } = await rollouts.start(await seed({}, {}), { concurrency: 2 })
    await advanceRollout(id)
    await endAll(id)
    await advanceRollout(id)
    await controlRollout(rollouts.actor, id, "rollback", {})
    await advanceRollout(id)
    const [, , one, other] = await operationsOf(id)
    const objects = [{ kind: "Deployment", name: "web", namespace: "n1", reason: null, message: "No image." }]
    const cause: Cause = { summary: "Deployment web has no image.", reason: "image_pull", objects }
    await end(await claim(one?.id), "FAILED", cause)
    await end(await claim(other?.id), "SUCCEEDED")
    await advanceRollout(id)
    const rolledBack = await rollouts.get(id)
    expect(rolledBack).toMatchObject({ state: "ROLLED_BACK", counts: { ROLLED_BACK: 1, FAILED: 1 } })
    expect(rolledBack.stateReason).toMatch(/^1 release was not rolled back\. The last: n\d+\/app\.$/)
    const failed = chosen(rolledBack).find(({ state }) => state === "FAILED")
    expect(failed?.error).toBe("Rollback failed: It broke.")
    expect(failed?.cause).toEqual({ ...cause, summary: "Rollback failed: Deployment web has no image." })
  })
})
