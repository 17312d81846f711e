import { randomUUID } from "node:crypto"
import { expect } from "@playwright/test"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { weekOf } from "@/lib/ledger/insights/iso-week"

export const chart = "matih-ai-service"

export type Scene = Awaited<ReturnType<typeof setScene>>

const hours = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString()

/** One of everything that a page can show, seeded once for all checks. */
export async function setScene(slipway: SlipwayApi) {
  const run = `x-${randomUUID().slice(0, 8)}`
  const [ledger, release, rollout] = await Promise.all([
    recordLedger(slipway, run),
    seedRelease(slipway, run),
    seedRollout(slipway, run),
  ])
  const email = `${run}@example.test`
  await slipway.addUser({ email, name: `Person ${run}`, role: "VIEWER", password: `a long password ${run}` })
  await slipway.post("/api/v1/tokens", { name: `token ${run}`, scopes: ["releases:read"] })
  await slipway.post("/api/v1/freezes", { text: "Release day", environment: run, endsAt: hours(-24) })
  await slipway.post("/api/v1/quarantine", { imageTag: `bad-${run}`, reason: "It loses writes." })
  await slipway.post("/api/v1/ingest/sources", { name: `source ${run}`, system: "GITHUB" })
  await slipway.post("/api/v1/helm/repositories", { name: run, url: "https://203.0.114.7/charts" })
  const webhook = { name: run, url: "https://hooks.invalid/", events: ["rollout.aborted"] }
  const webhookId = String((await slipway.post("/api/v1/webhooks", webhook)).id)
  await slipway.post(`/api/v1/webhooks/${webhookId}/test`, {})
  return { run, email, webhookId, ...ledger, ...release, ...rollout }
}

async function recordLedger(slipway: SlipwayApi, run: string) {
  const application = `app-${run}`
  const commit = run.replace(/\D/g, "").padEnd(40, "a")
  const by = { application, gitCommit: commit, initiatedBy: "maya", serviceVersions: { api: "1.0.0" } }
  // With more than three, the user selects which to show.
  await slipway.post("/api/v1/platform/environments", { name: run, rank: 15 })
  await slipway.record({ ...by, environment: run, imageTag: "v1", deployedAt: hours(45) })
  await slipway.record({ ...by, environment: "dev", imageTag: "v1", deployedAt: hours(50) })
  await slipway.record({ ...by, environment: "staging", imageTag: "v1", deployedAt: hours(40) })
  const live = await slipway.record({ ...by, environment: "prod", imageTag: "v1", deployedAt: hours(30) })
  const status = "ROLLED_BACK"
  await slipway.record({ ...by, environment: "dev", imageTag: "v3", status, deployedAt: hours(15) })
  await slipway.record({ ...by, environment: "dev", imageTag: "v2", deployedAt: hours(20) })
  await slipway.record({
    ...by,
    environment: "prod",
    imageTag: "v0",
    status: "FAILED",
    deployedAt: hours(10),
  })
  const pending = { ...by, environment: "staging", imageTag: "v2", status: "PENDING", deployedAt: hours(1) }
  const { id } = await slipway.record(pending)
  await slipway.refuse({ application, environment: "nowhere", imageTag: "v 3", colour: "blue" })
  return {
    application,
    commit,
    week: weekOf(hours(40).slice(0, 10)),
    deploymentId: String(id),
    liveId: String(live.id),
  }
}

async function newTenant(slipway: SlipwayApi, slug: string, tags: Record<string, string>): Promise<string> {
  return String((await slipway.post("/api/v1/tenants", { slug, tags })).id)
}

async function install(slipway: SlipwayApi, tenantId: string, releaseName: string): Promise<string> {
  const values = { replicaCount: 1, apiKey: "hidden" }
  const body = { tenantId, releaseName, chartName: chart, chartVersion: "1.0.0", valuesOverride: values }
  const { id } = await slipway.post("/api/v1/helm/releases", body)
  await waitForRevision(slipway, id, 1)
  return String(id)
}

async function waitForRevision(slipway: SlipwayApi, releaseId: unknown, revision: number): Promise<void> {
  const state = async () => {
    const { status, revision: now } = Object(await slipway.get(`/api/v1/helm/releases/${releaseId}`))
    return `${status} ${now}`
  }
  await expect.poll(state, { timeout: 60_000 }).toBe(`DEPLOYED ${revision}`)
}

/** A release with two revisions. */
async function seedRelease(slipway: SlipwayApi, run: string) {
  const slug = `${run}-one`
  const tenantId = await newTenant(slipway, slug, { run })
  const releaseId = await install(slipway, tenantId, `${slug}-ai`)
  const upgrade = `/api/v1/helm/releases/${releaseId}/upgrade`
  const { operation } = await slipway.post(upgrade, { valuesOverride: { replicaCount: 2 } })
  await waitForRevision(slipway, releaseId, 2)
  return { slug, releaseId, operationId: String(Object(operation).id) }
}

/** A baking rollout: its first wave is done, its second waits. */
async function seedRollout(slipway: SlipwayApi, run: string) {
  const rings = ["canary", "rest"]
  const released = await Promise.all(
    rings.map(async (ring) => {
      const tenantId = await newTenant(slipway, `${run}-${ring}`, { rollout: run, ring })
      return install(slipway, tenantId, `${run}-${ring}-ai`)
    }),
  )
  const waves = rings.map((ring) => ({ name: ring, selector: { rollout: run, ring } }))
  const path = `/api/v1/helm/releases/chart/${chart}/batch-upgrade?targetVersion=1.1.0`
  const { id } = await slipway.post(path, { waves, bakeSeconds: 3600, releases: released, timeout: 60 })
  const upgraded = async () => Object(await slipway.get(`/api/v1/helm/rollouts/${id}`)).counts.SUCCEEDED
  await expect.poll(upgraded, { timeout: 60_000 }).toBe(1)
  return { rolloutId: String(id), canary: `${run}-canary` }
}
