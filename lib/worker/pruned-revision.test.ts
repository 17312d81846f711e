import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"
import { upgradeRelease } from "@/lib/kube/helm/helm-commands"
import { tokenCaller } from "@/tools/testing/callers"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { type RunningWorker, startWorker } from "./start-worker"
import { workerSettings } from "./worker-settings"

let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient

beforeAll(async () => {
  fixture = await createReleaseFixture()
  worker = await startWorker(fixture.helm, { ...workerSettings(), watch: null })
  client = new ReleaseClient(await tokenCaller(["admin"], { name: "ci" }))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 60_000)

/** Publishes the same version again with different content. */
async function publish(mood: string): Promise<string> {
  const configMap = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: mood }\ndata: { mood: ${mood} }\n`
  const files = {
    "Chart.yaml": "apiVersion: v2\nname: mood\nversion: 1.0.0\nappVersion: 1.0.0\n",
    "templates/configmap.yaml": configMap,
  }
  const source = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]))
  const path = join(builtInFolder(), "mood-1.0.0.tgz")
  await writeFile(path, packChart("mood", source))
  return path
}

/** Upgrades twice outside Slipway and lets Helm keep only one revision. */
async function prune(chart: string): Promise<void> {
  const where = { releaseName: "mood", namespace: "tenant-mood", chart, values: "{}" }
  const options = { base: "reset" as const, historyMax: 1, wait: false, atomic: false, timeoutSeconds: 30 }
  const context = { helm: fixture.helm, kubeconfig: fixture.kubeconfig }
  for (let time = 0; time < 2; time++) await upgradeRelease(context, { ...where, ...options })
}

const mood = () =>
  fixture.sandbox.cluster.store
    .list("/configmaps", "tenant-mood")
    .flatMap(({ data }) => data ?? [])
    .map((data) => JSON.stringify(data))

describe("A rollback to a revision that Helm has pruned", () => {
  it("applies the original chart archive, and fails when only a different archive of that version is left", async () => {
    await publish("calm")
    const tenantId = await fixture.tenant("mood")
    const chart = { chartName: "mood", chartVersion: "1.0.0", timeout: 30 }
    const accepted = await client.install({ tenantId, releaseName: "mood", ...chart })
    expect((await client.done(accepted)).error).toBeNull()
    const { id } = accepted.body
    const published = await publish("wild")
    await prune(published)
    expect(mood()).toContain('{"mood":"wild"}')
    const rollback = await client.change(id, "rollback", { targetRevision: 1 })
    expect((await client.done(rollback)).error).toBeNull()
    expect(mood()).toContain('{"mood":"calm"}')

    await prune(published)
    await rm(join(fixture.folder, "charts", "archives"), { recursive: true })
    const lostRollback = await client.change(id, "rollback", { targetRevision: 1 })
    expect(await client.done(lostRollback)).toMatchObject({
      state: "FAILED",
      error: expect.stringMatching(/mood 1\.0\.0 in \w+ differs from the one the revision was created from/),
    })
    expect(mood()).toContain('{"mood":"wild"}')
    expect((await client.get(id)).body).toMatchObject({ status: "DEPLOYED", outOfBand: true })
  }, 60_000)
})
