import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { packChart } from "@/lib/charts/archive/pack-chart"
import { objectAt, textAt } from "@/lib/sandbox/json"
import { nameOf } from "@/lib/sandbox/kube-object"
import { ReleaseClient } from "@/lib/testing/ask-releases"
import type { Answer } from "@/lib/testing/call-route"
import { tokenCaller } from "@/lib/testing/callers"
import { type ReleaseStage, releaseStage } from "@/lib/testing/release-stage"
import { type RunningWorker, startWorker } from "./start-worker"

const namespace = "tenant-world"
let stage: ReleaseStage
let worker: RunningWorker
let client: ReleaseClient

beforeAll(async () => {
  stage = await releaseStage()
  const folder = join(stage.folder, "world")
  await mkdir(folder)
  await writeFile(join(folder, "world-1.0.0.tgz"), await packFixture("world"))
  process.env.SLIPWAY_CHARTS_FOLDER = `world=${folder}`
  worker = await startWorker(stage.helm)
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await stage.remove()
}, 30_000)

async function packFixture(name: string): Promise<Buffer> {
  const root = join(import.meta.dirname, "../sandbox/fixtures", name)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const source = files.map(async (path) => [relative(root, path), await readFile(path)] as const)
  return packChart(name, new Map(await Promise.all(source)))
}

/** `Kind/name` of what the namespace holds, save what a cluster puts there itself and what follows from the rest. */
function objects(): string[] {
  const { store } = stage.sandbox.cluster
  const derived =
    /^(Event\w*\/|Endpoint\w*\/|ReplicaSet\/|ControllerRevision\/|Pod\/|ServiceAccount\/default|ConfigMap\/kube-)/
  const all = store.storages().flatMap((storage) => store.list(storage, namespace))
  const named = all.map((object) => `${object.kind}/${nameOf(object)}`)
  return named.filter((name) => !derived.test(name) && !name.includes("sh.helm.release")).sort()
}

const read = (storage: string, name: string) => stage.sandbox.cluster.store.get(storage, namespace, name)
const password = () => textAt(objectAt(read("/secrets", "w-world") ?? {}, "data"), "password")

async function succeeds(asked: Answer): Promise<void> {
  const { state, error } = await client.done(asked)
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
const full = [
  ...plain,
  "HorizontalPodAutoscaler/w-world",
  "Ingress/w-world",
  "PersistentVolumeClaim/data-w-cache-0",
  "Service/w-cache-headless",
  "StatefulSet/w-cache",
].sort()
/** Kubernetes keeps the data of a StatefulSet that goes. */
const keptData = "PersistentVolumeClaim/data-w-cache-0"

describe("A chart that uses what charts of the world use", () => {
  it("is installed, upgraded with everything switched on, rolled back and uninstalled", async () => {
    const tenantId = await stage.tenant("world")
    const chart = { chartName: "world/world", chartVersion: "1.0.0", waitForJobs: true }
    const asked = await client.install({ tenantId, releaseName: "w", ...chart, timeout: 60 })
    await succeeds(asked)
    expect(objects()).toEqual(plain)
    const first = password()
    expect(first).toMatch(/\w/)
    const { id } = asked.body

    const on = { enabled: true }
    const valuesOverride = { greeting: "hi {{ .Release.Name }}", ingress: on, autoscaling: on, cache: on }
    await succeeds(await client.change(id, "upgrade", { valuesOverride, timeout: 60, waitForJobs: true }))
    expect(objects()).toEqual(full)
    expect(password(), "lookup found the Secret of before").toBe(first)
    expect(objectAt(read("/configmaps", "w-world") ?? {}, "data")).toEqual({ greeting: "hi w" })
    const { resources } = (await client.get(id, "/resources", "/resources")).body
    expect(resources.filter(({ health }: { health: string }) => health !== "HEALTHY")).toEqual([])
    expect((await client.revision(id, 2)).body.notes).toMatch(/revision 2 on Kubernetes v1\.\d+.*upgraded/s)

    await succeeds(await client.change(id, "rollback", { targetRevision: 1 }))
    expect(objects()).toEqual([...plain, keptData].sort())
    await succeeds(await client.uninstall(id))
    expect(objects()).toEqual([keptData])
    const definition = stage.sandbox.cluster.store
      .list("apiextensions.k8s.io/customresourcedefinitions", null)
      .map(nameOf)
    expect(definition, "Helm never takes the chart's definitions away").toContain("gadgets.world.example.com")
  }, 120_000)
})
