import { afterAll, beforeAll, expect, it } from "vitest"
import { installRelease } from "@/lib/fleet/releases/install-release"
import { installReleaseSchema } from "@/lib/fleet/releases/schema"
import { rolloutOptionsSchema } from "@/lib/fleet/rollouts/schema"
import { startRollout } from "@/lib/fleet/rollouts/start-rollout"
import { prismaClient } from "@/lib/platform/db/client"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"
import { chosen, RolloutFixture } from "@/tools/testing/rollout-fixture"

const chartName = "matih-ai-service"
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

async function install(slug: string, tags: Record<string, string>): Promise<void> {
  const tenantId = await rollouts.fixture.tenant(slug)
  await prismaClient().tenant.update({ where: { id: tenantId }, data: { tags } })
  const accepted = { tenantId, releaseName: slug, chartName, chartVersion: "1.0.0" }
  const { release } = await installRelease(rollouts.actor, installReleaseSchema.parse(accepted))
  const status = async () =>
    (await prismaClient().release.findUniqueOrThrow({ where: { id: release.id } })).status
  await expect.poll(status, { timeout: 60_000, interval: 100 }).toBe("DEPLOYED")
}

it("fails the bake of a canary whose pods crash after Helm succeeded, and does not start the next wave", async () => {
  await Promise.all([install("canary", { ring: "canary" }), install("later", {})])
  const options = rolloutOptionsSchema.parse({
    waves: [
      { name: "Canary", selector: { ring: "canary" } },
      { name: "The rest", selector: {} },
    ],
    bakeSeconds: 120,
    maxFailures: 0,
    timeout: 60,
    valuesOverride: { image: { tag: "leaky" } },
  })
  const { id } = await startRollout(rollouts.actor, chartName, "1.1.0", options)
  const baking = async () => (await rollouts.get(id)).waves[0]?.state
  await expect.poll(baking, { timeout: 60_000, interval: 100 }).toBe("BAKING")
  expect(chosen(await rollouts.get(id))[0]?.state).toBe("SUCCEEDED")
  const paused = await rollouts.waitFor(id, /PAUSED/, 60_000)
  expect(paused.stateReason).toBe("1 release failed; more than 0 pause the rollout. The last: canary/canary.")
  const [canary, laterRelease] = chosen(paused)
  expect(canary).toMatchObject({ state: "FAILED", revision: 2 })
  expect(canary?.error).toMatch(
    /^Degraded during the bake time: Deployment .*Pod \S+: CrashLoopBackOff.*Back-off restarting failed/,
  )
  expect(laterRelease).toMatchObject({ state: "PENDING", startedAt: null })
}, 180_000)
