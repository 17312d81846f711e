import { cp } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"
import { cancelOperation } from "@/lib/fleet/releases/cancel-operation"
import { uninstallRelease, upgradeRelease } from "@/lib/fleet/releases/change-release"
import { upgradeReleaseSchema } from "@/lib/fleet/releases/schema"
import { clusterNamed } from "@/lib/kube/cluster/read-clusters"
import { prepareNamespace } from "@/lib/kube/cluster/tenant-account"
import { prismaClient } from "@/lib/platform/db/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { claim, end, endAll, operationsOf, queuedOf } from "@/tools/testing/end-operations"
import { chosen, RolloutFixture } from "@/tools/testing/rollout-fixture"
import { seedReleases, type ToSeed } from "@/tools/testing/seed-releases"
import { advanceRollout, listOpenRollouts } from "./advance-rollout"
import { controlRollout } from "./control-rollout"
import { withWaves } from "./find-rollout"
import { startUpgrade } from "./start-release"

// No worker runs here: the test records what Helm would have done.
let rollouts: RolloutFixture

beforeAll(async () => {
  rollouts = await RolloutFixture.create()
}, 120_000)
afterAll(() => rollouts.fixture.remove(), 30_000)
afterEach(() => vi.unstubAllEnvs())

let count = 0
const seed = (...releases: Omit<ToSeed, "slug">[]) =>
  seedReleases(
    null,
    releases.map((release) => ({ ...release, slug: `n${String(++count).padStart(3, "0")}` })),
  )
const jobs = async () => {
  const [row] = await prismaClient().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = 'advance_rollout'`
  return row?.n ?? 0
}

const states = async (id: string) => chosen(await rollouts.get(id)).map(({ state }) => state)

describe("advanceRollout", () => {
  it("starts each release once and respects the concurrency, regardless of how many processes advance it", async () => {
    const { id } = await rollouts.start(await seed(...Array(7).fill({})), { concurrency: 3 })
    const advanceConcurrently = () => Promise.all(Array.from({ length: 8 }, () => advanceRollout(id)))
    await advanceConcurrently()
    expect(await operationsOf(id)).toHaveLength(3)
    await endAll(id)
    await advanceConcurrently()
    expect(await operationsOf(id)).toHaveLength(6)
    await endAll(id)
    await advanceConcurrently()
    await endAll(id)
    await advanceConcurrently()
    expect(await rollouts.get(id)).toMatchObject({ state: "COMPLETED", counts: { SUCCEEDED: 7 } })
    expect(new Set((await operationsOf(id)).map(({ releaseId }) => releaseId)).size).toBe(7)
  })

  it("waits for the lock of the rollout, and then sees the changes made under it", async () => {
    const seeded = await seed({})
    const { id } = await rollouts.start(seeded)
    await prismaClient().rolloutWave.updateMany({ where: { rolloutId: id }, data: { state: "RUNNING" } })
    const rollout = await prismaClient().rollout.findUniqueOrThrow({ where: { id }, include: withWaves })
    const locked = Promise.withResolvers<void>()
    const pausing = Promise.withResolvers<void>()
    const lockHolder = transaction(async () => {
      await db().$queryRaw`SELECT 1 FROM rollout WHERE id = ${id}::uuid FOR UPDATE`
      locked.resolve()
      await pausing.promise
      await db().rollout.update({ where: { id }, data: { state: "PAUSED" } })
    })
    await locked.promise
    const starting = startUpgrade(rollout, seeded[0]?.releaseId ?? "")
    const countLockWaiters = async () => {
      const [row] = await prismaClient().$queryRaw<{ n: number }[]>`
        SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`
      return row?.n
    }
    await expect.poll(countLockWaiters).toBe(1)
    pausing.resolve()
    await lockHolder
    expect(await starting).toBe(false)
    expect(await operationsOf(id)).toEqual([])
  })

  it("rolls back the operation when recording it fails", async () => {
    const seeded = await seed({})
    const { id } = await rollouts.start(seeded)
    await prismaClient().$executeRaw`
      ALTER TABLE rollout_release ADD CONSTRAINT broken CHECK (operation_id IS NULL) NOT VALID`
    await expect(advanceRollout(id)).rejects.toThrow()
    await prismaClient().$executeRaw`ALTER TABLE rollout_release DROP CONSTRAINT broken`
    const release = await prismaClient().release.findUnique({ where: { id: seeded[0]?.releaseId } })
    expect([await operationsOf(id), release?.status, await states(id)]).toEqual([[], "DEPLOYED", ["PENDING"]])
    await advanceRollout(id)
    expect(await operationsOf(id)).toHaveLength(1)
  })

  it("is enqueued in the transaction that ends or cancels one of its operations", async () => {
    const { id } = await rollouts.start(await seed({}, {}), { concurrency: 2 })
    await advanceRollout(id)
    const [first, second] = await queuedOf(id)
    const before = await jobs()
    await end(await claim(first?.id), "SUCCEEDED")
    expect(await jobs()).toBe(before + 1)
    await cancelOperation(rollouts.actor, second?.id ?? "")
    expect(await jobs()).toBe(before + 2)
    await advanceRollout(id)
    expect(chosen(await rollouts.get(id))).toMatchObject([
      { state: "SUCCEEDED" },
      { state: "FAILED", error: "Cancelled before it started." },
    ])
  })

  it("lists only rollouts with work to do", async () => {
    const { id } = await rollouts.start(await seed({}))
    expect(await listOpenRollouts()).toContain(id)
    await advanceRollout(id)
    const [operation] = await queuedOf(id)
    const started = await claim(operation?.id)
    await controlRollout(rollouts.actor, id, "abort", {})
    expect(await listOpenRollouts()).toContain(id)
    await end(started, "SUCCEEDED")
    await advanceRollout(id)
    expect(await listOpenRollouts()).not.toContain(id)
  })

  it("completes immediately when there is nothing to upgrade", async () => {
    const rollout = await rollouts.start(await seed({ version: "1.1.0" }, { tenantStatus: "SUSPENDED" }))
    expect(rollout).toMatchObject({ state: "COMPLETED", stateReason: "Nothing to upgrade." })
    expect(chosen(rollout).map(({ skipReason }) => skipReason)).toEqual(["up_to_date", "tenant_suspended"])
    await advanceRollout(rollout.id)
    expect(await operationsOf(rollout.id)).toEqual([])
  })

  it("pauses once the allowed percentage is exceeded", async () => {
    const { id } = await rollouts.start(await seed(...Array(4).fill({})), { maxFailures: "25%" })
    await advanceRollout(id)
    await endAll(id, "FAILED")
    await advanceRollout(id)
    expect((await rollouts.get(id)).state).toBe("RUNNING")
    await endAll(id, "FAILED")
    await advanceRollout(id)
    const paused = await rollouts.get(id)
    expect(paused).toMatchObject({ state: "PAUSED", counts: { FAILED: 2, PENDING: 2 } })
    expect(paused.stateReason).toMatch(
      /^2 of 4 releases failed; more than 25% pause the rollout\. The last: n\d+\/app, /,
    )
  })
})

describe("an unavailable cluster while a wave bakes", () => {
  it("is not a failure, and delays the end of the bake until it is available", async () => {
    const seeded = await seed({ row: { cluster: "elsewhere" } }, {})
    for (const { namespace } of seeded)
      await prepareNamespace(await clusterNamed("sandbox"), { namespace, clusterScoped: false })
    const { id } = await rollouts.start(seeded, { concurrency: 2, bakeSeconds: 1, maxFailures: 0 })
    const checkBakeNow = async () => {
      const data = { watchedAt: null, bakeUntil: new Date(Date.now() - 1_000) }
      await prismaClient().rolloutWave.updateMany({ where: { rolloutId: id }, data })
      await advanceRollout(id)
      return rollouts.get(id)
    }
    await advanceRollout(id)
    await endAll(id)
    await advanceRollout(id)
    const waiting = await checkBakeNow()
    expect(waiting).toMatchObject({
      state: "RUNNING",
      waves: [{ state: "BAKING" }],
      counts: { SUCCEEDED: 2 },
    })
    const reason = "The health could not be checked: The cluster elsewhere is not configured."
    expect(chosen(waiting).map(({ waitsFor }) => waitsFor)).toEqual([reason, null])
    const moveBack = { where: { id: seeded[0]?.releaseId }, data: { cluster: "sandbox" } }
    await prismaClient().release.update(moveBack)
    expect(await checkBakeNow()).toMatchObject({ state: "COMPLETED", counts: { SUCCEEDED: 2 } })
  })

  it("does not delay releases that were changed since their upgrade", async () => {
    const seeded = await seed({ row: { cluster: "elsewhere" } })
    const { id } = await rollouts.start(seeded, { bakeSeconds: 1 })
    await advanceRollout(id)
    await endAll(id)
    await advanceRollout(id)
    await prismaClient().release.update({ where: { id: seeded[0]?.releaseId }, data: { revision: 9 } })
    const data = { bakeUntil: new Date(Date.now() - 1_000) }
    await prismaClient().rolloutWave.updateMany({ where: { rolloutId: id }, data })
    await advanceRollout(id)
    expect((await rollouts.get(id)).state).toBe("COMPLETED")
  })
})

describe("an unavailable repository", () => {
  it("delays only its own releases, each with the reason until the repository is available", async () => {
    const folder = join(rollouts.fixture.folder, "charts-of-others")
    vi.stubEnv("SLIPWAY_CHARTS_FOLDER", `others=${folder}`)
    const unavailable = { row: { repository: "others" } }
    const { id } = await rollouts.start(await seed(unavailable, unavailable, {}, unavailable, {}, {}), {
      concurrency: 2,
    })
    await advanceRollout(id)
    expect(await states(id)).toEqual(["PENDING", "PENDING", "RUNNING", "PENDING", "RUNNING", "PENDING"])
    const reason = "The repository others: The folder cannot be read."
    const reasons = async () => chosen(await rollouts.get(id)).map(({ waitsFor }) => waitsFor)
    expect(await reasons()).toEqual([reason, reason, null, reason, null, null])
    await endAll(id)
    await advanceRollout(id)
    expect(await states(id)).toEqual(["PENDING", "PENDING", "SUCCEEDED", "PENDING", "SUCCEEDED", "RUNNING"])
    await cp(builtInFolder(), folder, { recursive: true })
    await advanceRollout(id)
    expect((await states(id))[0]).toBe("RUNNING")
    expect(await reasons()).toEqual(Array(6).fill(null))
  })
})

describe("a change of a single release", () => {
  it("takes precedence over operations of a rollout", async () => {
    const seeded = await seed(...Array(4).fill({}))
    const [single, ...others] = seeded
    const { id } = await rollouts.start(others, { concurrency: 3 })
    await advanceRollout(id)
    const input = upgradeReleaseSchema.parse({ chartVersion: "1.2.0" })
    const { operationId } = await upgradeRelease(rollouts.actor, single?.releaseId ?? "", input)
    const [next] = await prismaClient().$queryRaw<{ operationId: string }[]>`
      SELECT payload->>'operationId' AS "operationId" FROM graphile_worker._private_jobs j
      JOIN operation o ON o.id::text = payload->>'operationId'
      WHERE o.state = 'QUEUED' ORDER BY j.priority, j.run_at, j.id LIMIT 1`
    expect(next?.operationId).toBe(operationId)
  })
})

describe("a release that changed since planning", () => {
  it("is skipped when uninstalled or already upgraded, delayed during another change, and failed when its upgrade is rejected", async () => {
    const seeded = await seed({}, {}, {}, {})
    const [gone, newer, busy, suspended] = seeded.map(({ releaseId }) => releaseId)
    const { id } = await rollouts.start(seeded)
    const release = prismaClient().release
    await release.update({ where: { id: gone }, data: { status: "UNINSTALLED", inCluster: false } })
    await release.update({ where: { id: newer }, data: { chartVersion: "1.2.0" } })
    const { operationId } = await uninstallRelease(rollouts.actor, busy ?? "", { skipHooks: false })
    await prismaClient().tenant.update({
      where: { id: seeded[3]?.tenantId },
      data: { status: "SUSPENDED" },
    })
    expect(suspended).toBeDefined()
    await advanceRollout(id)
    expect(chosen(await rollouts.get(id))).toMatchObject([
      {
        state: "SKIPPED",
        skipReason: "changed_meanwhile",
        skipDetail: "It was uninstalled in the meantime.",
      },
      {
        state: "SKIPPED",
        skipReason: "changed_meanwhile",
        skipDetail: "It was upgraded to 1.2.0 in the meantime.",
      },
      { state: "PENDING" },
      {
        state: "FAILED",
        error: expect.stringContaining("is suspended"),
        cause: { reason: "other", objects: [] },
      },
    ])
    await cancelOperation(rollouts.actor, operationId)
    await advanceRollout(id)
    expect((await states(id))[2]).toBe("RUNNING")
  })
})
