import pg from "pg"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { RolloutFixture } from "@/tools/testing/rollout-fixture"
import { seedReleases } from "@/tools/testing/seed-releases"
import { smallChart } from "@/tools/testing/small-chart"
import { advanceRollout } from "./advance-rollout"
import { previewRollout } from "./plan-rollout"
import { previewRolloutSchema, rolloutOptionsSchema } from "./schema"
import { startRollout } from "./start-rollout"

let rollouts: RolloutFixture

beforeAll(async () => {
  rollouts = await RolloutFixture.create()
}, 120_000)
afterAll(() => rollouts.fixture.remove(), 30_000)

/** Inserts copies of the seeded release. */
async function copyRelease(releaseId: string, copies: number): Promise<void> {
  await prismaClient().$executeRaw`
    WITH added AS (
      INSERT INTO tenant (id, slug, name, cluster, namespace)
      SELECT gen_random_uuid(), 'copy-' || n, 'Copy', 'sandbox', 'tenant-copy-' || n FROM generate_series(1, ${copies}) n
      RETURNING id, namespace)
    INSERT INTO helm_release (id, tenant_id, cluster, namespace, release_name, repository, chart_name, chart_version,
      app_version, sealed_values, sealed_masked, status, revision, in_cluster, timeout_seconds, atomic, wait_for_jobs,
      created_by)
    SELECT gen_random_uuid(), a.id, r.cluster, a.namespace, r.release_name, r.repository, r.chart_name, r.chart_version,
      r.app_version, r.sealed_values, r.sealed_masked, r.status, r.revision, r.in_cluster, r.timeout_seconds, r.atomic,
      r.wait_for_jobs, r.created_by
    FROM helm_release r, added a WHERE r.id = ${releaseId}::uuid`
}

it("planning, starting and advancing a rollout takes as few queries for 10,000 releases as for two", async () => {
  const [first] = await seedReleases(null, [{ slug: "first" }])
  await copyRelease(first?.releaseId ?? "", 9_999)
  const queries = vi.spyOn(pg.Client.prototype, "query")
  const countQueries = async <T>(work: Promise<T>): Promise<T> => {
    queries.mockClear()
    const result = await work
    expect(queries.mock.calls.length).toBeLessThan(80)
    return result
  }
  const options = { valuesOverride: { greeting: "good morning" } }
  const request = previewRolloutSchema.parse({ chartName: smallChart, targetVersion: "2.0.0", ...options })
  expect(await countQueries(previewRollout(rollouts.actor, request))).toMatchObject({
    upgrades: 10_000,
    skips: 0,
  })
  const rollout = await countQueries(
    startRollout(rollouts.actor, smallChart, "2.0.0", rolloutOptionsSchema.parse(options)),
  )
  expect(rollout.counts.PENDING).toBe(10_000)
  await countQueries(advanceRollout(rollout.id))
  expect((await rollouts.get(rollout.id)).counts).toMatchObject({ RUNNING: 1, PENDING: 9_999 })
  queries.mockRestore()
}, 60_000)
