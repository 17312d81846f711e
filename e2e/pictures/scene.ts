import { expect } from "@playwright/test"
import { z } from "zod"
import type { SlipwayApi } from "@/e2e/app/slipway-api"

const patient = { timeout: 120_000 }
const releases = "/api/v1/helm/releases"
const releasesSchema = z.array(z.object({ id: z.string(), releaseName: z.string(), status: z.string() }))
const idSchema = z.object({ id: z.string() })

const fleet = async (api: SlipwayApi) => releasesSchema.parse(await api.get(releases))

/** Waits until no operation of the fleet is running. */
export async function waitUntilInstalled(api: SlipwayApi): Promise<void> {
  const isBusy = async () => {
    const releases = await fleet(api)
    return releases.length === 0 || releases.some(({ status }) => status.startsWith("PENDING"))
  }
  await expect.poll(isBusy, patient).toBe(false)
}

/** The id of a release with some history. */
export async function upgraded(api: SlipwayApi): Promise<string> {
  const release = (await fleet(api)).find(({ releaseName }) => releaseName === "ember-bank-ai-service")
  if (release === undefined) throw new Error("The demo has a release ember-bank-ai-service.")
  const change = async (path: string, body: Record<string, unknown>) => {
    await api.post(`${releases}/${release.id}/${path}`, body)
    await waitUntilInstalled(api)
  }
  await change("upgrade", { chartVersion: "2.0.0", description: "Larger context for triage" })
  await change("rollback", { targetRevision: 1, reason: "Answers took twice as long" })
  return release.id
}

/** The id of a rollout in the middle of its waves. */
export async function upgradeEverybody(api: SlipwayApi): Promise<string> {
  const waves = ["canary", "1", "2"].map((wave) => ({ name: `Wave ${wave}`, selector: { wave } }))
  const rollout = await api.post(`${releases}/chart/matih-ai-service/batch-upgrade?targetVersion=2.0.0`, {
    waves: waves.map((wave, index) => (index === 0 ? { ...wave, name: "Canary" } : wave)),
    concurrency: 2,
    bakeSeconds: 600,
    maxFailures: 1,
    description: "2.0.0 for everybody",
  })
  const { id } = idSchema.parse(rollout)
  const countSucceeded = async () =>
    z.object({ counts: z.record(z.string(), z.int()) }).parse(await api.get(`/api/v1/helm/rollouts/${id}`))
      .counts.SUCCEEDED
  await expect.poll(countSucceeded, patient).toBeGreaterThan(0)
  return id
}
