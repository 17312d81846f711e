import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { packOwnChart } from "@/tools/testing/own-chart"
import { ClusterStage } from "./stage"

let stage: ClusterStage
beforeAll(async () => {
  stage = await ClusterStage.set(["rbac.yaml", "rbac-cluster-scoped.yaml"])
  const folder = join(stage.folder, "own")
  await packOwnChart(folder)
  process.env.SLIPWAY_CHARTS_FOLDER += `,own=${folder}`
})
afterAll(() => stage?.remove())

describe("Slipway, on a real API server", () => {
  it("installs its own chart, upgrades it, rolls it back and uninstalls it", async ({ skip }) => {
    const { client } = stage
    if (await stage.runsContainers())
      skip("Real nodes need the image and a PostgreSQL; CI installs the chart there.")
    const tenantId = await stage.tenant("own", { clusterScoped: true, labels: {} })
    const namespace = stage.namespaceOf("own")
    const stringData = { DATABASE_URL: "postgresql://db/slipway", SLIPWAY_SECRET_KEY: "0".repeat(32) }
    await stage.create(`/api/v1/namespaces/${namespace}/secrets`, "slipway", "v1", "Secret", { stringData })

    const installBody = { tenantId, releaseName: "slipway", chartName: "own/slipway", chartVersion: "0.1.0" }
    const installed = await client.install({ ...installBody, timeout: 60 })
    expect((await client.done(installed)).error).toBeNull()
    const { id } = installed.body
    expect(
      (await client.done(await client.change(id, "upgrade", { chartVersion: "0.1.1" }))).error,
    ).toBeNull()
    expect((await client.done(await client.change(id, "rollback", { targetRevision: 1 }))).error).toBeNull()
    expect((await client.get(id)).body).toMatchObject({
      status: "DEPLOYED",
      chartVersion: "0.1.0",
      revision: 3,
    })
    expect(await stage.read("policy/v1", "PodDisruptionBudget", namespace, "slipway-web")).not.toBeNull()
    expect((await client.done(await client.uninstall(id))).error).toBeNull()
    expect(await stage.read("apps/v1", "Deployment", namespace, "slipway-web")).toBeNull()
  })
})
