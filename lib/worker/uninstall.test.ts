import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"
import { secretPath } from "@/lib/kube/cluster/helm-storage"
import { KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import { clusterNamed } from "@/lib/kube/cluster/read-clusters"
import { prismaClient } from "@/lib/platform/db/client"
import { tokenCaller } from "@/tools/testing/callers"
import { HelmByHand } from "@/tools/testing/helm-by-hand"
import { addChart } from "@/tools/testing/local-chart"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { operationIdOf, ReleaseClient } from "@/tools/testing/release-requests"
import { type RunningWorker, startWorker } from "./start-worker"
import { workerSettings } from "./worker-settings"

let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient

const metadata = (name: string, extraFields = "") => `metadata:\n  name: ${name}\n${extraFields}`
const configMap = (name: string, extraFields = "") =>
  `apiVersion: v1\nkind: ConfigMap\n${metadata(name, extraFields)}`
const hookJob = (event: string) => `apiVersion: batch/v1
kind: Job
${metadata(`{{ .Release.Name }}-${event}`, `  annotations: { helm.sh/hook: ${event} }\n`)}spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: hook, image: "example.com/hook:broken" }]
`
const statefulSet = `apiVersion: apps/v1
kind: StatefulSet
${metadata("{{ .Release.Name }}")}spec:
  serviceName: db
  replicas: 2
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "example.com/db:1" }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`
const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: sprockets.example.com
spec:
  group: example.com
  names:
    kind: Sprocket
    plural: sprockets
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await addChart("hooked", {
    "templates/map.yaml": configMap("{{ .Release.Name }}"),
    "templates/before.yaml": hookJob("pre-delete"),
  })
  await addChart("after", {
    "templates/map.yaml": configMap("{{ .Release.Name }}"),
    "templates/after.yaml": hookJob("post-delete"),
  })
  await addChart("lasting", {
    "crds/sprocket.yaml": crd,
    "templates/stuck.yaml": configMap("stuck", "  finalizers: [example.com/wait]\n"),
    "templates/kept.yaml": configMap("kept", "  annotations: { helm.sh/resource-policy: keep }\n"),
    "templates/gone.yaml": configMap("gone"),
    "templates/db.yaml": statefulSet,
  })
  worker = await startWorker(fixture.helm, { ...workerSettings(), watch: null })
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 60_000)

async function installed(slug: string, chartName: string): Promise<string> {
  const tenantId = await fixture.tenant(slug, { clusterScoped: chartName === "lasting" })
  const body = { tenantId, releaseName: "app", chartName, chartVersion: "1.0.0", timeout: 30 }
  const accepted = await client.install(body)
  expect((await client.done(accepted)).error).toBeNull()
  return accepted.body.id
}

async function linesOf(operationId: string): Promise<string> {
  const { body } = await client.operation(operationId)
  return body.lines.map(({ text }: { text: string }) => text).join("\n")
}

describe("An uninstall whose pre-delete hook fails", { timeout: 60_000 }, () => {
  it("runs Helm once, is FAILED with the reason, and succeeds when retried without the hooks", async () => {
    const id = await installed("hooked", "hooked")
    const accepted = await client.uninstall(id, "?timeout=2")
    const ended = await client.done(accepted)
    expect(ended).toMatchObject({
      state: "FAILED",
      error: expect.stringMatching(/Job app-pre-delete.*or with skipHooks/),
    })
    const { fence } = await prismaClient().operation.findUniqueOrThrow({
      where: { id: operationIdOf(accepted) },
    })
    expect(fence, "no other run took it over").toBe(1)
    const lines = await linesOf(operationIdOf(accepted))
    expect(lines.match(/Uninstalling the release/g)).toHaveLength(1)
    expect(lines).not.toContain("did not finish")
    expect((await client.get(id)).body).toMatchObject({ status: "FAILED", inCluster: true, operation: null })
    const history = await new HelmByHand(fixture, "tenant-hooked").history("app")
    expect(history).toMatchObject([{ status: "failed", description: "Uninstall failed." }])

    const secondUninstall = await client.uninstall(id, "?timeout=30&skipHooks=true")
    expect((await client.done(secondUninstall)).error).toBeNull()
    expect((await client.get(id)).body).toMatchObject({ status: "UNINSTALLED", inCluster: false })
    const audit = (await client.call("GET", "audit", `audit?subjectId=${id}`)).body
    const requests = audit.filter(
      ({ action }: { action: string }) => action === "release.uninstall_requested",
    )
    expect(requests.map(({ detail }: { detail: object }) => detail)).toMatchObject([
      { skipHooks: true, timeoutSeconds: 30 },
      { skipHooks: false, timeoutSeconds: 2 },
    ])
  })
})

describe("An uninstall whose post-delete hook fails", { timeout: 60_000 }, () => {
  it("ends with the release UNINSTALLED and the hook among its warnings", async () => {
    const id = await installed("after", "after")
    const ended = await client.done(await client.uninstall(id, "?timeout=2"))
    expect(ended.state).toBe("SUCCEEDED")
    expect((await client.get(id)).body).toMatchObject({
      status: "UNINSTALLED",
      warnings: ["Job app-post-delete of a delete hook did not complete."],
    })
  })
})

describe("An uninstall that leaves objects in the cluster", { timeout: 60_000 }, () => {
  it("lists the remaining objects and the reasons before and after", async () => {
    const id = await installed("lasting", "lasting")
    const claims = "PersistentVolumeClaims data-app-0, data-app-1 of StatefulSet app stay"
    const definition = "CustomResourceDefinition sprockets.example.com stays"
    const keptMessage = "ConfigMap kept stays: the chart marks it to be kept."
    const preview = await client.preview({ kind: "UNINSTALL", releaseId: id })
    expect(preview.body.warnings).toEqual([
      keptMessage,
      expect.stringContaining(claims),
      expect.stringContaining(definition),
    ])
    const accepted = await client.uninstall(id, "?timeout=2")
    expect((await client.done(accepted)).state).toBe("SUCCEEDED")
    const expected = [
      "ConfigMap stuck is still being deleted: it waits for the finalizers example.com/wait.",
      keptMessage,
      expect.stringContaining(claims),
      expect.stringContaining(definition),
    ]
    expect((await client.get(id)).body).toMatchObject({ status: "UNINSTALLED", warnings: expected })
    const [removal] = (await client.get(id, "/history", "/history")).body
    expect(removal).toMatchObject({ operation: "UNINSTALL", status: "DEPLOYED", warnings: expected })
    expect(await linesOf(operationIdOf(accepted))).toContain("ConfigMap stuck is still being deleted")
  })
})

/** A fake Helm that supports everything except uninstall, which always fails once the file `go` exists. */
async function helmThatCannotUninstall(): Promise<{
  path: string
  runs: () => Promise<number>
  signalPath: string
}> {
  const [path, runs, signalPath] = ["stubborn-helm.cjs", "runs", "go"].map((name) =>
    join(fixture.folder, name),
  )
  const source = `#!${process.execPath}
const { appendFileSync, existsSync } = require("node:fs")
const { spawnSync } = require("node:child_process")
const args = process.argv.slice(2)
if (args.includes("uninstall")) {
  appendFileSync(${JSON.stringify(runs)}, "x")
  const look = setInterval(() => {
    if (!existsSync(${JSON.stringify(signalPath)})) return
    clearInterval(look)
    console.error("Error: the disk of the moon is full")
    process.exitCode = 1
  }, 20)
} else {
  const { stdout, stderr, status } = spawnSync(${JSON.stringify(fixture.helm.path)}, args, { encoding: "utf8" })
  const isHistory = args.includes("history") && existsSync(${JSON.stringify(runs)})
  process.stdout.write(isHistory ? stdout.replace('"status":"deployed"', '"status":"uninstalling"') : stdout)
  process.stderr.write(stderr)
  process.exitCode = status
}
`
  await writeFile(String(path), source, { mode: 0o755 })
  const count = () =>
    readFile(String(runs), "utf8").then(
      ({ length }) => length,
      () => 0,
    )
  return { path: String(path), runs: count, signalPath: String(signalPath) }
}

async function markUninstalling(namespace: string): Promise<void> {
  using api = new KubernetesApi(await clusterNamed("sandbox"))
  const path = secretPath({ namespace, releaseName: "app" }, 1)
  const schema = z.looseObject({ metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }) })
  const secret = await api.get(path, schema)
  const labels = { ...secret.metadata.labels, status: "uninstalling" }
  await api.put(path, { ...secret, metadata: { ...secret.metadata, labels } })
}

describe("An uninstall whose objects the API server does not delete", { timeout: 60_000 }, () => {
  it("is FAILED with the API server's reason, which Helm does not report, and succeeds when retried", async () => {
    const id = await installed("kept", "hooked")
    fixture.sandbox.faults.set({ mode: "error", status: 500, methods: ["DELETE"], pathPart: "/configmaps/" })
    const failed = await client.done(await client.uninstall(id, "?timeout=5&skipHooks=true"))
    fixture.sandbox.faults.clear()
    expect(failed).toMatchObject({
      state: "FAILED",
      error: expect.stringMatching(
        /^The cluster rejects ConfigMap \S+: .+\. Fix the cause and uninstall it again\.$/,
      ),
      cause: { reason: "invalid_object", objects: [{ kind: "ConfigMap" }] },
    })
    expect((await client.done(await client.uninstall(id, "?skipHooks=true"))).state).toBe("SUCCEEDED")
  })
})

describe("An uninstall without hooks that fails in Helm for an unknown reason", { timeout: 60_000 }, () => {
  it("runs Helm once and is FAILED with Helm's error", async () => {
    const id = await installed("stubborn", "hooked")
    const helm = await helmThatCannotUninstall()
    await worker.stop()
    worker = await startWorker({ ...fixture.helm, path: helm.path }, { ...workerSettings(), watch: null })
    const accepted = await client.uninstall(id, "?timeout=5&skipHooks=true")
    await expect.poll(helm.runs, { timeout: 20_000 }).toBe(1)
    await markUninstalling("tenant-stubborn")
    await writeFile(helm.signalPath, "")
    expect(await client.done(accepted)).toMatchObject({
      state: "FAILED",
      cause: { summary: "the disk of the moon is full", reason: "other" },
    })
    expect(await helm.runs()).toBe(1)
  })
})
