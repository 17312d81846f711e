import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { createQuarantine } from "@/lib/policy/quarantine/write-quarantine"
import { tokenCaller } from "@/tools/testing/callers"
import { endAll, operationsOf, queuedOf } from "@/tools/testing/end-operations"
import { chosen, RolloutFixture } from "@/tools/testing/rollout-fixture"
import { RolloutClient } from "@/tools/testing/rollout-requests"
import { seedReleases, type ToSeed } from "@/tools/testing/seed-releases"
import { smallChart } from "@/tools/testing/small-chart"
import { advanceRollout } from "./advance-rollout"
import { controlRollout } from "./control-rollout"

// No worker runs here: the test records what Helm would have done.
let rollouts: RolloutFixture
let client: RolloutClient

beforeAll(async () => {
  rollouts = await RolloutFixture.create()
  client = new RolloutClient(await tokenCaller(["releases:write"]))
}, 120_000)
afterAll(() => rollouts.fixture.remove(), 30_000)
beforeEach(async () => {
  await prismaClient().quarantine.deleteMany()
})

let count = 0
const seed = (...releases: Omit<ToSeed, "slug">[]) =>
  seedReleases(
    null,
    releases.map((release) => ({ ...release, slug: `quarantined-${++count}` })),
  )
const quarantine = (chartVersion: string) =>
  createQuarantine(rollouts.actor, { chartName: smallChart, chartVersion, reason: "Loses writes" })
const lift = () => prismaClient().quarantine.updateMany({ data: { liftedAt: new Date() } })
const reason = (version: string) => `small ${version} is quarantined by rollouts: Loses writes.`

describe("A rollout to a quarantined version", () => {
  it("is neither previewed nor started", async () => {
    const [seeded] = await seed({})
    await quarantine("1.1.0")
    const releases = [seeded?.releaseId ?? ""]
    for (const response of [await client.preview({ releases }), await client.start({ releases })]) {
      expect(response).toMatchObject({ status: 409, body: { code: "version_quarantined" } })
      expect(response.body.detail).toContain(reason("1.1.0"))
    }
    expect(await prismaClient().rollout.count()).toBe(0)
  })

  it("pauses with the reason before the next release starts, and resumes once it is lifted", async () => {
    const { id } = await rollouts.start(await seed({}, {}, {}))
    await advanceRollout(id)
    await quarantine("1.1.0")
    await endAll(id)
    await advanceRollout(id)
    const paused = await rollouts.get(id)
    expect(paused).toMatchObject({ state: "PAUSED", stateReason: reason("1.1.0"), stateBy: null })
    expect(chosen(paused).map(({ state }) => state)).toEqual(["SUCCEEDED", "PENDING", "PENDING"])
    const resumed = await client.act(id, "resume", { body: {} })
    expect(resumed).toMatchObject({ status: 409, body: { code: "version_quarantined" } })
    await lift()
    expect((await client.act(id, "resume", { body: {} })).status).toBe(200)
    await advanceRollout(id)
    expect(await queuedOf(id)).toHaveLength(1)
  })

  it("completes if every release has started, and can be rolled back", async () => {
    const { id } = await rollouts.start(await seed({}))
    await advanceRollout(id)
    await endAll(id)
    await quarantine("1.1.0")
    await advanceRollout(id)
    expect(await rollouts.get(id)).toMatchObject({ state: "COMPLETED" })
    await controlRollout(rollouts.actor, id, "rollback", {})
    await advanceRollout(id)
    await endAll(id)
    await advanceRollout(id)
    expect(await rollouts.get(id)).toMatchObject({ state: "ROLLED_BACK", counts: { ROLLED_BACK: 1 } })
  })

  it("starts no release when it is quarantined after the release became due", async () => {
    const seeded = await seed({}, {})
    const { id } = await rollouts.start(seeded)
    await Promise.all([quarantine("1.1.0"), advanceRollout(id)])
    await advanceRollout(id)
    const started = await operationsOf(id)
    await endAll(id)
    await advanceRollout(id)
    expect(await operationsOf(id)).toHaveLength(started.length)
    expect((await rollouts.get(id)).state).toBe("PAUSED")
  })
})

describe("The rollback of a rollout from quarantined versions", () => {
  it("refuses the releases that ran one, with the reason", async () => {
    const seeded = await seed({}, {})
    const { id } = await rollouts.start(seeded, { concurrency: 2 })
    await advanceRollout(id)
    await endAll(id)
    for (const { releaseId } of seeded) {
      const first = await prismaClient().releaseRevision.findFirstOrThrow({ where: { releaseId } })
      const second = { id: crypto.randomUUID(), revision: 2, chartVersion: "1.1.0", cause: undefined }
      await prismaClient().releaseRevision.create({ data: { ...first, ...second } })
    }
    await advanceRollout(id)
    await quarantine("1.0.0")
    await controlRollout(rollouts.actor, id, "rollback", {})
    await advanceRollout(id)
    const rolledBack = await rollouts.get(id)
    expect(rolledBack).toMatchObject({
      state: "ROLLED_BACK",
      stateReason: expect.stringContaining("2 releases"),
    })
    for (const release of chosen(rolledBack)) {
      expect(release).toMatchObject({ state: "SUCCEEDED" })
      expect(release.error).toContain(`Rollback failed: ${reason("1.0.0")}`)
    }
  })
})

describe("A rollout that keeps versions", () => {
  it("changes the releases that run a quarantined one, and skips those whose change to it failed", async () => {
    const failed = { row: { chartVersion: "1.2.0", status: "FAILED" as const } }
    const seeded = await seed({}, { version: "1.2.0" }, failed)
    await quarantine("1.2.0")
    const options = { valuesOverride: { greeting: "hi" }, concurrency: 3 }
    const { id, ...rollout } = await rollouts.start(seeded, options, null)
    expect(chosen({ id, ...rollout })).toMatchObject([
      { fromVersion: "1.0.0", state: "PENDING" },
      { fromVersion: "1.2.0", state: "PENDING" },
      {
        fromVersion: "1.2.0",
        state: "SKIPPED",
        skipReason: "quarantined",
        skipDetail: "1.2.0 is quarantined by rollouts: Loses writes.",
      },
    ])
    await advanceRollout(id)
    expect(await queuedOf(id)).toHaveLength(2)
  })
})
