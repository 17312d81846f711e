import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { RouteResponse } from "@/tools/testing/call-route"
import { tokenCaller } from "@/tools/testing/callers"
import { getHistory } from "@/tools/testing/helm-reads"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { testTools } from "@/tools/testing/test-sandbox"
import { type RunningWorker, startWorker } from "./start-worker"

let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient
let tools: Awaited<ReturnType<typeof testTools>>

beforeAll(async () => {
  tools = await testTools()
  fixture = await createReleaseFixture()
  worker = await startWorker(tools.helm3)
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 30_000)

async function finalState(accepted: RouteResponse): Promise<string> {
  const { state, error } = await client.done(accepted)
  return [state, error].filter((part) => part !== null).join(": ")
}

describe("Helm 3", () => {
  it("installs, upgrades, rolls back and uninstalls like Helm 4", async () => {
    const tenantId = await fixture.tenant("three")
    const chart = { chartName: "matih-ai-service", chartVersion: "1.0.0" }
    const options = { timeout: 60, atomic: true, waitForJobs: true }
    const accepted = await client.install({ tenantId, releaseName: "old", ...chart, ...options })
    expect(await finalState(accepted)).toBe("SUCCEEDED")
    const { id } = accepted.body
    expect(await finalState(await client.change(id, "upgrade", { chartVersion: "1.1.0", ...options }))).toBe(
      "SUCCEEDED",
    )
    const broken = { valuesOverride: { image: { tag: "broken" } }, ...options, timeout: 8 }
    expect(await finalState(await client.change(id, "upgrade", broken))).toMatch(
      /^FAILED: .*(ImagePullBackOff|ErrImagePull)/,
    )
    expect((await client.get(id)).body).toMatchObject({ status: "DEPLOYED", revision: 4 })
    expect(await finalState(await client.change(id, "rollback", { targetRevision: 1 }))).toBe("SUCCEEDED")
    const context = { helm: tools.helm3, kubeconfig: fixture.kubeconfig }
    const history = await getHistory(context, { releaseName: "old", namespace: "tenant-three" })
    expect(history.map(({ revision, status }) => `${revision} ${status}`)).toEqual([
      "1 superseded",
      "2 superseded",
      "3 failed",
      "4 superseded",
      "5 deployed",
    ])
    expect(await finalState(await client.uninstall(id))).toBe("SUCCEEDED")
    expect(fixture.sandbox.cluster.store.list("apps/deployments", "tenant-three")).toEqual([])
  }, 120_000)
})
