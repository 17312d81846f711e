import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readingSecrets } from "@/tools/testing/reaching-charts"
import { ClusterStage } from "./stage"

let stage: ClusterStage
beforeAll(async () => {
  stage = await ClusterStage.set(["rbac.yaml", "rbac-cluster-scoped.yaml"])
  expect(await stage.install(await stage.tenant("beta"), {}, { timeout: 60 })).toBeNull()
})
afterAll(() => stage?.remove())

const reach = { chartName: "reach", releaseName: "app" }

describe("A release of tenant alpha", () => {
  it.each([
    ["an object in the namespace of beta", "namespace"],
    ["a hook in the namespace of beta", "hook"],
    ["a cluster-scoped object", "cluster-role"],
  ])("fails with %s", async (_what, kind) => {
    const tenantId = await stage.tenant(`alpha-${kind}`)
    const beta = stage.namespaceOf("beta")
    expect(await stage.install(tenantId, { reach: kind, other: beta }, reach)).toMatch(/cluster forbids it/)
    expect(await stage.read("v1", "ConfigMap", beta, "app-elsewhere")).toBeNull()
    expect(await stage.read("v1", "ConfigMap", beta, "app-hook")).toBeNull()
  })

  it("reads no Secret of beta with lookup, neither installed nor in a preview", async () => {
    const tenantId = await stage.tenant("alpha-lookup")
    expect(await stage.install(tenantId, {}, reach)).toBeNull()
    const text = readingSecrets(stage.namespaceOf("beta"))
    const release = { tenantId, chartName: "reach", chartVersion: "1.0.0", releaseName: "look" }
    const preview = await stage.client.preview({ kind: "INSTALL", ...release, valuesOverride: { text } })
    expect(preview.text).not.toContain("found sh.helm")
    expect(await stage.install(tenantId, { text }, { ...reach, releaseName: "look" })).toMatch(/forbidden/)
    expect(await stage.read("v1", "ConfigMap", stage.namespaceOf("alpha-lookup"), "look")).toBeNull()
  })

  it("creates CRDs only if an admin allowed cluster-scoped charts", async () => {
    const chart = { ...reach, chartName: "reach-definitions" }
    const crd = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/reaches.example.test"
    const denied = await stage.tenant("alpha-crd")
    expect(await stage.install(denied, {}, chart)).toMatch(/customresourcedefinitions/)
    const allowed = await stage.tenant("operators", { clusterScoped: true })
    expect(await stage.install(allowed, {}, chart)).toBeNull()
    await stage.operator.remove(crd)
  })
})
