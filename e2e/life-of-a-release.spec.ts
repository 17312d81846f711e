import { randomUUID } from "node:crypto"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { expect, test } from "@/e2e/fixtures/test"
import { HelmByHand } from "@/tools/testing/helm-by-hand"

const chart = "matih-ai-service"
const patient = { timeout: 60_000, intervals: [250] }

/** What Slipway, `helm list`, `helm history` and the API server report about one release. */
class Watched {
  constructor(
    private readonly slipway: SlipwayApi,
    private readonly byHand: HelmByHand,
    readonly name: string,
    readonly id: string,
  ) {}

  get path(): string {
    return `/api/v1/helm/releases/${this.id}`
  }

  /** Waits for Slipway, then reads the others immediately. */
  async is(revision: number, chartVersion: string, replicas: number): Promise<void> {
    const deployed = { status: "DEPLOYED", revision, chartVersion, operation: null, lastError: null }
    await expect.poll(() => this.slipway.get(this.path), patient).toMatchObject(deployed)
    expect(await this.byHand.list()).toMatchObject([
      { name: this.name, revision, status: "deployed", chart, chartVersion },
    ])
    const history = await this.byHand.history(this.name)
    expect(history.map((entry) => `${entry.revision} ${entry.status}`)).toEqual(
      Array.from(history, (_, index) => `${index + 1} ${index + 1 === revision ? "deployed" : "superseded"}`),
    )
    const objects = await this.byHand.objects("deployments")
    expect(objects).toMatchObject([{ spec: { replicas }, status: { readyReplicas: replicas } }])
  }

  async isGone(): Promise<void> {
    const uninstalled = { status: "UNINSTALLED", operation: null, uninstallReason: "Tenant migration" }
    await expect.poll(() => this.slipway.get(this.path), patient).toMatchObject(uninstalled)
    expect(await this.byHand.list()).toEqual([])
    expect(await this.byHand.history(this.name)).toEqual([])
    for (const kind of ["deployments", "pods", "services"])
      expect(await this.byHand.objects(kind)).toEqual([])
  }
}

test.describe("A release managed by a pipeline over HTTP", () => {
  test.slow()

  test("is installed, upgraded, rolled back and uninstalled, with Helm and the cluster in agreement at every step", async ({
    slipway,
  }) => {
    const slug = `acme-${randomUUID().slice(0, 8)}`
    const tenant = await slipway.post("/api/v1/tenants", { slug, name: "Acme", tags: { tier: "gold" } })
    expect(tenant).toMatchObject({ namespace: `tenant-${slug}`, status: "ACTIVE" })
    const folder = process.env.SLIPWAY_E2E_DATA ?? ""
    const byHand = await HelmByHand.inSandboxOf(folder, `tenant-${slug}`)
    const name = `${slug}-ai-service`
    const accepted = await slipway.post("/api/v1/helm/releases", {
      tenantId: tenant.id,
      releaseName: name,
      chartName: chart,
      chartVersion: "1.0.0",
      appVersion: "2.0.0",
      valuesOverride: { replicaCount: 2 },
      timeout: 600,
      atomic: true,
      waitForJobs: true,
    })
    expect(accepted).toMatchObject({ status: "PENDING_INSTALL", revision: 0 })
    const release = new Watched(slipway, byHand, name, String(accepted.id))
    await release.is(1, "1.0.0", 2)

    const ofTenant = `/api/v1/helm/releases/tenant/${tenant.id}`
    expect(await slipway.get(ofTenant)).toMatchObject([{ id: accepted.id, appVersion: "2.0.0", revision: 1 }])
    const summary = await slipway.get("/api/v1/helm/releases/summary")
    expect(summary).toMatchObject({ byStatus: { DEPLOYED: expect.any(Number) } })
    expect(summary).toMatchObject({ byChartAndStatus: { [chart]: { DEPLOYED: expect.any(Number) } } })

    await slipway.post(`${release.path}/upgrade`, {
      chartVersion: "1.1.0",
      valuesOverride: { replicaCount: 3 },
    })
    await release.is(2, "1.1.0", 3)
    await slipway.post(`${release.path}/rollback`, { targetRevision: 1, reason: "It was slow" })
    await release.is(3, "1.0.0", 2)
    const live = [
      { revision: 3, operation: "ROLLBACK", rolledBackTo: 1, reason: "It was slow", current: true },
      { revision: 2, operation: "UPGRADE", chartVersion: "1.1.0", status: "DEPLOYED", current: false },
      { revision: 1, operation: "INSTALL", chartVersion: "1.0.0", appVersion: "2.0.0", status: "DEPLOYED" },
    ]
    expect(await slipway.get(`${release.path}/history`)).toMatchObject(live)

    await slipway.delete(`${release.path}?reason=Tenant%20migration`)
    await release.isGone()
    const [last, ...before] = live
    expect(await slipway.get(`${release.path}/history`)).toMatchObject([
      { revision: 3, operation: "UNINSTALL", reason: "Tenant migration" },
      { ...last, current: false },
      ...before,
    ])
    expect(await slipway.get(ofTenant)).toMatchObject([{ id: accepted.id, status: "UNINSTALLED" }])
  })
})
