import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"
import { KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import { findClusters } from "@/lib/kube/cluster/read-clusters"
import { isAllowed } from "@/lib/kube/cluster/tenant-account"
import { ClusterStage } from "./stage"

const run = promisify(execFile)
let stage: ClusterStage
beforeAll(async () => {
  stage = await ClusterStage.set()
})
afterAll(() => stage?.remove())

async function openApi(): Promise<KubernetesApi> {
  const [cluster] = await findClusters(null)
  if (cluster === undefined) throw new Error("No cluster is configured.")
  return new KubernetesApi(cluster)
}

describe("The account of deploy/kubernetes/rbac.yaml", () => {
  it("may not create workloads itself", async () => {
    using api = await openApi()
    const pods = { verb: "create", group: "", resource: "pods", namespace: "default" }
    const roles = { verb: "create", group: "rbac.authorization.k8s.io", resource: "clusterroles" }
    const other = { verb: "impersonate", group: "", resource: "users", name: "admin" }
    expect(await Promise.all([pods, roles, other].map((one) => isAllowed(api, one)))).toEqual([
      false,
      false,
      false,
    ])
  })

  it("installs, upgrades, rolls back and uninstalls in a namespace that it creates", async () => {
    const tenantId = await stage.tenant("life")
    const { client } = stage
    const body = { tenantId, releaseName: "app", chartName: "app", chartVersion: "1.0.0", timeout: 60 }
    const installed = await client.install(body)
    expect((await client.done(installed)).error).toBeNull()
    const { id } = installed.body
    const resources = await client.get(id, "/resources", "/resources")
    expect(resources.body.reachable).toBe(true)
    expect(resources.body.resources).toMatchObject([{ health: "HEALTHY" }, { health: "HEALTHY" }])
    const upgrade = { chartVersion: "1.1.0", valuesOverride: { replicas: 2 } }
    const preview = await client.preview({ kind: "UPGRADE", releaseId: id, ...upgrade })
    expect(preview.status, preview.text).toBe(200)
    expect((await client.done(await client.change(id, "upgrade", upgrade))).error).toBeNull()
    expect((await client.done(await client.change(id, "rollback", { targetRevision: 1 }))).error).toBeNull()
    expect((await client.get(id)).body).toMatchObject({
      status: "DEPLOYED",
      revision: 3,
      chartVersion: "1.0.0",
    })
    expect((await client.done(await client.uninstall(id))).error).toBeNull()
    expect(await stage.read("apps/v1", "Deployment", stage.namespaceOf("life"), "app")).toBeNull()
  })

  it("overwrites a manually scaled Deployment with forceConflicts", async () => {
    const tenantId = await stage.tenant("scaled")
    const { client } = stage
    const body = { tenantId, releaseName: "app", chartName: "app", chartVersion: "1.0.0", timeout: 60 }
    const installed = await client.install(body)
    expect((await client.done(installed)).error).toBeNull()
    const { id } = installed.body
    await scale(stage.namespaceOf("scaled"), 3)
    const upgrade = { chartVersion: "1.1.0", valuesOverride: { replicas: 2 } }
    const refused = await client.done(await client.change(id, "upgrade", upgrade))
    expect(refused.error).toMatch(
      /Deployment app were changed outside Helm: \.spec\.replicas \(managed by .*forceConflicts/,
    )
    const forced = await client.done(await client.change(id, "upgrade", { ...upgrade, forceConflicts: true }))
    expect(forced.error).toBeNull()
  })

  it("rolls back over a manually changed image with forceConflicts", async () => {
    const tenantId = await stage.tenant("changed")
    const { client } = stage
    const body = { tenantId, releaseName: "app", chartName: "app", chartVersion: "1.0.0", timeout: 60 }
    const installed = await client.install(body)
    expect((await client.done(installed)).error).toBeNull()
    const { id } = installed.body
    await setImage(stage.namespaceOf("changed"), "registry.example.com/manual:1")
    const rollback = { targetRevision: 1 }
    const preview = await client.preview({ kind: "ROLLBACK", releaseId: id, ...rollback })
    expect(preview.body.problems).toMatchObject([{ reason: "CONFLICT", kind: "Deployment", name: "app" }])
    const refused = await client.done(await client.change(id, "rollback", rollback))
    expect(refused.error).toMatch(/Deployment app were changed outside Helm: \S+image \(managed by by-hand\)/)
    const forced = await client.change(id, "rollback", { ...rollback, forceConflicts: true })
    expect((await client.done(forced)).error).toBeNull()
  })

  it("prints the duration of an install and of the same Helm call by hand", async () => {
    const tenantId = await stage.tenant("timed", { labels: {} })
    const byHand = await timed(() => helmInstall("by-hand"))
    const bySlipway = await timed(() =>
      stage.install(tenantId, {}, { releaseName: "by-slipway", timeout: 60 }),
    )
    process.stdout.write(`install: by hand ${byHand} ms, by Slipway ${bySlipway} ms\n`)
    expect(bySlipway).toBeGreaterThan(0)
  })
})

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return Math.round(performance.now() - start)
}

async function helmInstall(name: string): Promise<void> {
  const chart = `${stage.folder}/app/app-1.0.0.tgz`
  const flags = ["install", name, chart, "-n", stage.namespaceOf("timed"), "--wait=watcher", "--timeout=60s"]
  const env = {
    NODE_ENV: "test" as const,
    HOME: stage.folder,
    PATH: process.env.PATH,
    KUBECONFIG: stage.operatorKubeconfig,
  }
  await run(stage.helm.path, flags, { env })
}

async function scale(namespace: string, replicas: number): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/app/scale`
  const scaleSchema = z.looseObject({ spec: z.looseObject({}) })
  const now = await stage.operator.get(path, scaleSchema)
  await stage.operator.put(path, { ...now, spec: { ...now.spec, replicas } })
}

const container = z.looseObject({ image: z.string() })
const deploymentSchema = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({ spec: z.looseObject({ containers: z.array(container) }) }),
  }),
})

async function setImage(namespace: string, image: string): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/app`
  const deployment = await stage.operator.get(path, deploymentSchema)
  for (const one of deployment.spec.template.spec.containers) one.image = image
  await stage.operator.put(`${path}?fieldManager=by-hand`, deployment)
}
