import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { tokenCaller } from "@/tools/testing/callers"
import { addChart } from "@/tools/testing/local-chart"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { type RunningWorker, startWorker } from "./start-worker"
import { workerSettings } from "./worker-settings"

let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient

const secret = "canary-5d0c1f7e"
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  selector: { matchLabels: { app: {{ .Values.selector }} } }
  template:
    metadata: { labels: { app: {{ .Values.selector }} } }
    spec:
      containers:
        - name: app
          image: "example.com/app:{{ .Values.tag }}"
          args: ["--label={{ .Values.password }}"]
`
const job = `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-migrate
  annotations: { helm.sh/hook: pre-upgrade }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: hook, image: "example.com/hook:{{ .Values.hook }}" }]
`

beforeAll(async () => {
  fixture = await createReleaseFixture()
  await addChart("shop", {
    "values.yaml": "tag: '1'\nselector: shop\nhook: '1'\npassword: none\n",
    "templates/deployment.yaml": deployment,
    "templates/job.yaml": job,
  })
  worker = await startWorker(fixture.helm, { ...workerSettings(), watch: null, watchMs: 100 })
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 60_000)

async function install(slug: string, valuesOverride: object) {
  const tenantId = await fixture.tenant(slug)
  const chart = { chartName: "shop", chartVersion: "1.0.0" }
  const accepted = await client.install({
    tenantId,
    releaseName: "app",
    ...chart,
    timeout: 4,
    valuesOverride,
  })
  return { id: accepted.body.id, operation: await client.done(accepted) }
}

describe("a change that fails", { timeout: 60_000 }, () => {
  it("stores its cause in the operation, the release and the revision", async () => {
    const { id, operation } = await install("pull", { tag: "broken", password: secret })
    const cause = {
      summary: "Deployment app cannot pull the image example.com/app:broken: the image was not found.",
      reason: "image_pull",
      objects: [
        {
          kind: "Deployment",
          name: "app",
          namespace: "tenant-pull",
          reason: "image_pull",
          message: expect.stringContaining("ImagePullBackOff"),
        },
      ],
    }
    expect(operation).toMatchObject({ state: "FAILED", cause, error: expect.stringContaining("Not ready") })
    const release = (await client.get(id)).body
    expect(release).toMatchObject({ status: "FAILED", cause, lastError: operation.error })
    expect((await client.get(id, "/history", "/history")).body).toMatchObject([{ status: "FAILED", cause }])
    const rows = await prismaClient().operation.findMany({ where: { releaseId: id } })
    expect(JSON.stringify([release, rows])).not.toContain(secret)

    const upgrade = await client.change(id, "upgrade", { valuesOverride: { tag: "2" }, timeout: 30 })
    expect((await client.done(upgrade)).cause).toBeNull()
    expect((await client.get(id)).body).toMatchObject({ status: "DEPLOYED", cause: null, lastError: null })
  })

  it("names the hook that failed", async () => {
    const { id } = await install("hook", {})
    const accepted = await client.change(id, "upgrade", { valuesOverride: { hook: "broken" }, timeout: 3 })
    expect((await client.done(accepted)).cause).toMatchObject({
      reason: "hook_failed",
      summary: expect.stringMatching(
        /^A pre-upgrade hook of the chart failed: Job app-migrate cannot pull the image example\.com\/hook:broken/,
      ),
      objects: [{ kind: "Job", name: "app-migrate", reason: "image_pull" }],
    })
  })

  it("names the object and the field that cannot be changed", async () => {
    const { id } = await install("fixed", {})
    const accepted = await client.change(id, "upgrade", { valuesOverride: { selector: "other" } })
    expect((await client.done(accepted)).cause).toMatchObject({
      reason: "immutable_field",
      summary: "The cluster rejects Deployment app: spec.selector: field is immutable.",
      objects: [{ kind: "Deployment", name: "app", namespace: "tenant-fixed", reason: "immutable_field" }],
    })
  })

  it("names the container that crashes", async () => {
    const { operation } = await install("crash", { tag: "failing" })
    expect(operation.cause).toMatchObject({
      reason: "crash_loop",
      summary: expect.stringMatching(/^A container of Deployment app keeps crashing/),
    })
  })
})
