import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { objectAt, textAt } from "@/tools/sandbox/json"
import { nameOf } from "@/tools/sandbox/kube-object"
import type { RouteResponse } from "@/tools/testing/call-route"
import { tokenCaller } from "@/tools/testing/callers"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { type RunningWorker, startWorker } from "./start-worker"

const fixtures = join(import.meta.dirname, "../../tools/sandbox/fixtures")
let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient

beforeAll(async () => {
  fixture = await createReleaseFixture()
  const folder = join(fixture.folder, "world")
  await mkdir(folder)
  await writeFile(join(folder, "world-1.0.0.tgz"), await packFixture("world"))
  const foreign = join(fixture.folder, "foreign")
  await cp(join(fixtures, "charts-of-the-world"), foreign, { recursive: true })
  process.env.SLIPWAY_CHARTS_FOLDER = `world=${folder},foreign=${foreign}`
  worker = await startWorker(fixture.helm)
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 30_000)

async function packFixture(name: string): Promise<Buffer> {
  const root = join(fixtures, name)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const source = files.map(async (path) => [relative(root, path), await readFile(path)] as const)
  return packChart(name, new Map(await Promise.all(source)))
}

/** `Kind/name` of the namespace's objects, without those that a cluster creates itself or derives from others. */
function objects(namespace: string): string[] {
  const { store } = fixture.sandbox.cluster
  const derived =
    /^(RoleBinding\/slipway-|ServiceAccount\/slipway-|Event\w*\/|Endpoint\w*\/|ReplicaSet\/|ControllerRevision\/|Pod\/|ServiceAccount\/default|ConfigMap\/kube-)/
  const objects = store.storages().flatMap((storage) => store.list(storage, namespace))
  const objectNames = objects.map((object) => `${object.kind}/${nameOf(object)}`)
  return objectNames.filter((name) => !derived.test(name) && !name.includes("sh.helm.release")).sort()
}

const read = (namespace: string, storage: string, name: string) =>
  fixture.sandbox.cluster.store.get(storage, namespace, name)
const secret = (namespace: string, name: string, key: string) =>
  textAt(objectAt(read(namespace, "/secrets", name) ?? {}, "data"), key)

async function expectHealthy(releaseId: string): Promise<void> {
  const { resources } = (await client.get(releaseId, "/resources", "/resources")).body
  expect(resources.filter(({ health }: { health: string }) => health !== "HEALTHY")).toEqual([])
}

async function succeeds(accepted: RouteResponse): Promise<void> {
  const { state, error } = await client.done(accepted)
  expect({ state, error }).toEqual({ state: "SUCCEEDED", error: null })
}

const plain = [
  "ConfigMap/w-world",
  "Deployment/w-world",
  "Gadget/w-world",
  "NetworkPolicy/w-world",
  "PodDisruptionBudget/w-world",
  "Role/w-world",
  "RoleBinding/w-world",
  "Secret/w-world",
  "Service/w-world",
  "ServiceAccount/w-world",
]
const fullValues = [
  ...plain,
  "HorizontalPodAutoscaler/w-world",
  "Ingress/w-world",
  "PersistentVolumeClaim/data-w-cache-0",
  "Service/w-cache-headless",
  "StatefulSet/w-cache",
].sort()
/** Kubernetes keeps the PersistentVolumeClaims of a deleted StatefulSet. */
const keptData = "PersistentVolumeClaim/data-w-cache-0"

const namespace = "tenant-world"
const password = () => secret(namespace, "w-world", "password")

describe("A chart with the features of common public charts", () => {
  it("is installed, upgraded with every feature enabled, rolled back and uninstalled", async () => {
    const tenantId = await fixture.tenant("world", { clusterScoped: true })
    const chart = { chartName: "world/world", chartVersion: "1.0.0", waitForJobs: true }
    const accepted = await client.install({ tenantId, releaseName: "w", ...chart, timeout: 60 })
    await succeeds(accepted)
    expect(objects(namespace)).toEqual(plain)
    const first = password()
    expect(first).toMatch(/\w/)
    const { id } = accepted.body

    const enabled = { enabled: true }
    const valuesOverride = {
      greeting: "hi {{ .Release.Name }}",
      ingress: enabled,
      autoscaling: enabled,
      cache: enabled,
    }
    await succeeds(await client.change(id, "upgrade", { valuesOverride, timeout: 60, waitForJobs: true }))
    expect(objects(namespace)).toEqual(fullValues)
    expect(password(), "lookup found the existing Secret").toBe(first)
    expect(objectAt(read(namespace, "/configmaps", "w-world") ?? {}, "data")).toEqual({ greeting: "hi w" })
    await expectHealthy(id)
    expect((await client.revision(id, 2)).body.notes).toMatch(/revision 2 on Kubernetes v1\.\d+.*upgraded/s)

    await succeeds(await client.change(id, "rollback", { targetRevision: 1 }))
    expect(objects(namespace)).toEqual([...plain, keptData].sort())
    await succeeds(await client.uninstall(id))
    expect(objects(namespace)).toEqual([keptData])
    const definition = fixture.sandbox.cluster.store
      .list("apiextensions.k8s.io/customresourcedefinitions", null)
      .map(nameOf)
    expect(definition, "Helm never deletes the chart's CRDs").toContain("gadgets.world.example.com")
  }, 120_000)
})

const asPublished = ["Deployment/ml-zenml", "Secret/ml-zenml", "Service/ml-zenml", "ServiceAccount/zenml"]
const switchedOn = [
  ...asPublished,
  "HorizontalPodAutoscaler/ml-zenml",
  "Ingress/ml-zenml",
  "Secret/zenml-tls-certs",
].sort()
/** Enables every feature of the chart: its own certificate, a database migration as a hook, autoscaling, an ingress. */
const allParts = {
  zenml: {
    replicaCount: 2,
    database: { url: "mysql://zenml:mysql@db/zenml", backupStrategy: "dump-file" },
    ingress: {
      enabled: true,
      host: "ml.example.com",
      annotations: { "example.com/team": "ml" },
      tls: { enabled: true, generateCerts: true },
    },
  },
  autoscaling: { enabled: true, minReplicas: 2 },
  resources: { requests: { cpu: "10m", memory: "16Mi" } },
}

describe("A third-party chart, added as a file to a folder", () => {
  it("is installed, upgraded to its next version with every feature enabled, rolled back and uninstalled", async () => {
    const tenantId = await fixture.tenant("foreign")
    const foreignNamespace = "tenant-foreign"
    const jwtKey = () => secret(foreignNamespace, "ml-zenml", "ZENML_SERVER_JWT_SECRET_KEY")
    // Objects that the chart keeps for debugging would remain, like hooks.
    const disabled = { zenml: { debug: false, ingress: { enabled: false } } }
    const accepted = await client.install({
      tenantId,
      releaseName: "ml",
      chartName: "foreign/zenml",
      chartVersion: "0.50.0",
      valuesOverride: disabled,
      waitForJobs: true,
      timeout: 60,
    })
    await succeeds(accepted)
    const { id } = accepted.body
    expect((await client.get(id)).body).toMatchObject({ status: "DEPLOYED", revision: 1 })
    expect(objects(foreignNamespace)).toEqual(asPublished)
    await expectHealthy(id)
    const first = jwtKey()

    const noAnnotations = { zenml: { ingress: { enabled: true, tls: { enabled: true } } } }
    const rejected = await client.change(id, "upgrade", {
      chartVersion: "0.68.1",
      valuesOverride: noAnnotations,
    })
    expect((await client.done(rejected)).error).toMatch(
      /server-ingress\.yaml:10:23 .*annotations: wrong type/,
    )

    const upgrade = { chartVersion: "0.68.1", valuesOverride: allParts, waitForJobs: true, timeout: 60 }
    await succeeds(await client.change(id, "upgrade", upgrade))
    expect((await client.get(id)).body).toMatchObject({ status: "DEPLOYED", chartVersion: "0.68.1" })
    expect(objects(foreignNamespace), "the hook has run and is gone").toEqual(switchedOn)
    expect(jwtKey(), "lookup found the existing Secret").toBe(first)
    await expectHealthy(id)

    await succeeds(await client.change(id, "rollback", { targetRevision: 1 }))
    expect((await client.get(id)).body).toMatchObject({
      status: "DEPLOYED",
      chartVersion: "0.50.0",
      revision: 3,
    })
    expect(objects(foreignNamespace)).toEqual(asPublished)
    await succeeds(await client.uninstall(id))
    expect(objects(foreignNamespace)).toEqual([])
  }, 120_000)
})
