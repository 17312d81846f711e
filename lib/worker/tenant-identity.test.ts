import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import type { KubeObject } from "@/tools/sandbox/kube-object"
import { tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { packReachingCharts, readingSecrets } from "@/tools/testing/reaching-charts"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { type RunningWorker, startWorker } from "./start-worker"

let fixture: ReleaseFixture
let worker: RunningWorker
let admin: ReleaseClient

beforeAll(async () => {
  fixture = await createReleaseFixture()
  const folder = join(fixture.folder, "reaching")
  await packReachingCharts(folder)
  process.env.SLIPWAY_CHARTS_FOLDER = `reaching=${folder}`
  worker = await startWorker(fixture.helm)
  admin = new ReleaseClient(await tokenCaller(["admin"]))
  await new HelmByHand(fixture, "tenant-beta").install("keys", "1.0.0", { apiKey: "of-beta" })
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 60_000)
afterEach(() => vi.unstubAllEnvs())

const reachChart = { chartName: "reach", chartVersion: "1.0.0", timeout: 30, releaseName: "app" }

function get(storage: string, namespace: string, name: string): KubeObject | null {
  return fixture.sandbox.cluster.store.get(storage, namespace, name)
}

async function errorOf(client: ReleaseClient, body: Record<string, unknown>): Promise<string | null> {
  return (await client.done(await client.install({ ...reachChart, ...body }))).error
}

describe("A release on a cluster where Helm acts as the tenant", { timeout: 90_000 }, () => {
  it("is installed by the tenant's service account, which the first install creates", async () => {
    const tenantId = await fixture.tenant("first")
    expect(await errorOf(admin, { tenantId })).toBeNull()
    expect(get("/serviceaccounts", "tenant-first", "slipway-deployer")).toMatchObject({
      automountServiceAccountToken: false,
    })
    const binding = get("rbac.authorization.k8s.io/rolebindings", "tenant-first", "slipway-deployer:admin")
    expect(binding).toMatchObject({
      roleRef: { kind: "ClusterRole", name: "admin" },
      subjects: [{ kind: "ServiceAccount", name: "slipway-deployer", namespace: "tenant-first" }],
    })
  })

  it.each([
    ["an object in the namespace of another tenant", { reach: "namespace" }],
    ["a hook in the namespace of another tenant", { reach: "hook" }],
    ["a cluster-scoped object", { reach: "cluster-role" }],
    ["a template that looks up the Secrets of another tenant", { text: readingSecrets("tenant-beta") }],
  ])("fails with %s, even for an admin", async (name, values) => {
    const tenantId = await fixture.tenant(`a${name.length}`)
    const valuesOverride = { other: "tenant-beta", ...values }
    expect(await errorOf(admin, { tenantId, valuesOverride })).toMatch(/cluster forbids it|is forbidden/)
    expect(get("/configmaps", "tenant-beta", "app-elsewhere")).toBeNull()
    expect(get("/configmaps", "tenant-beta", "app-hook")).toBeNull()
  })

  it("shows nothing of another tenant in a preview once the account exists", async () => {
    const tenantId = await fixture.tenant("curious")
    expect(await errorOf(admin, { tenantId })).toBeNull()
    const valuesOverride = { text: readingSecrets("tenant-beta") }
    const accepted = { ...reachChart, releaseName: "other", tenantId, valuesOverride }
    const preview = await admin.preview({ kind: "INSTALL", ...accepted })
    expect(preview.text).not.toContain("found keys")
    expect(preview.text).toMatch(/forbidden/)
  })

  it("creates CRDs only for a tenant that may use cluster-scoped charts", async () => {
    const chart = { chartName: "reach-definitions" }
    const namespaced = await fixture.tenant("namespaced")
    expect(await errorOf(admin, { tenantId: namespaced, ...chart })).toMatch(/customresourcedefinitions/)
    const tenantId = await fixture.tenant("operators", { clusterScoped: true })
    expect(await errorOf(admin, { tenantId, ...chart })).toBeNull()
    const binding = () =>
      get("rbac.authorization.k8s.io/clusterrolebindings", "", "slipway-deployer:tenant-operators")
    expect(binding()).toMatchObject({ roleRef: { name: "cluster-admin" } })

    const patched = await admin.call("PATCH", "tenants/{id}", `tenants/${tenantId}`, {
      params: { id: tenantId },
      body: { clusterScoped: false },
    })
    expect(patched.body.clusterScoped).toBe(false)
    await vi.waitFor(() => expect(binding()).toBeNull(), 10_000)
  })
})

describe("A release on a cluster where Helm acts for all tenants", { timeout: 90_000 }, () => {
  const asCluster = () => vi.stubEnv("SLIPWAY_HELM_IDENTITY", "cluster")

  it("reaches other namespaces unless it is limited", async () => {
    asCluster()
    const tenantId = await fixture.tenant("open")
    const valuesOverride = { reach: "cluster-role", text: readingSecrets("tenant-beta") }
    expect(await errorOf(admin, { tenantId, releaseName: "open", valuesOverride })).toBeNull()
    expect(get("/configmaps", "tenant-open", "open")?.data).toMatchObject({
      text: expect.stringContaining("found keys"),
    })
    expect(get("/serviceaccounts", "tenant-open", "slipway-deployer")).toBeNull()
  })

  it.each([
    ["an object in another namespace", { valuesOverride: { reach: "namespace", other: "tenant-beta" } }],
    ["a hook in another namespace", { valuesOverride: { reach: "hook", other: "tenant-beta" } }],
    ["a cluster-scoped object", { valuesOverride: { reach: "cluster-role" } }],
    ["a value with a lookup", { valuesOverride: { text: readingSecrets("tenant-beta") } }],
    [
      "a value that hides the lookup in a template",
      {
        valuesOverride: { text: `{{ tpl (printf "{{ look%s %q %q %q %q }}" "up" "v1" "Secret" "x" "") . }}` },
      },
    ],
    ["a template with a lookup", { chartName: "reach-lookup" }],
    ["a CRD", { chartName: "reach-definitions" }],
  ])("is rejected with %s for an isolated tenant and for a limited caller", async (name, body) => {
    asCluster()
    const isolated = await fixture.tenant(`i${name.length}`, { isolated: true })
    expect(await errorOf(admin, { tenantId: isolated, ...body })).toMatch(/reaches beyond the tenant's/)
    const tenantId = await fixture.tenant(`l${name.length}`)
    const limited = new ReleaseClient(
      await tokenCaller(["releases:write", "releases:read"], { tenants: [tenantId] }),
    )
    expect(await errorOf(limited, { tenantId, ...body })).toMatch(/reaches beyond the tenant's/)
    const preview = await limited.preview({
      kind: "INSTALL",
      ...reachChart,
      releaseName: "p",
      tenantId,
      ...body,
    })
    expect(preview.status).toBe(409)
    expect(preview.body.detail).toMatch(/reaches beyond the tenant's/)
  })

  it("is installed with plain values for an isolated tenant", async () => {
    asCluster()
    const tenantId = await fixture.tenant("plain", { isolated: true })
    const valuesOverride = { text: "{{ .Release.Name }}" }
    expect(await errorOf(admin, { tenantId, valuesOverride })).toBeNull()
  })
})
