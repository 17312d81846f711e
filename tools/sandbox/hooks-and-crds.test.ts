import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { installRelease, uninstallRelease } from "@/lib/kube/helm/helm-commands"
import { fixtureChart, type TestSandbox, testSandbox } from "@/tools/testing/test-sandbox"
import { objectAt, textAt, valueAt } from "./json"
import { clientOf, type TestClient } from "./test-client"

let sandbox: TestSandbox
let client: TestClient

beforeAll(async () => {
  sandbox = await testSandbox()
  client = await clientOf(sandbox.url, sandbox.folder)
}, 120_000)
afterAll(() => sandbox.remove())

async function chartWith(name: string, templates: Record<string, string>): Promise<string> {
  const folder = join(sandbox.folder, name)
  const files = { "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`, ...templates }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

const inputOf = (releaseName: string, chart: string) => ({
  releaseName,
  chart,
  namespace: releaseName,
  values: "",
  createNamespace: true,
  wait: true,
  timeoutSeconds: 20,
  atomic: false,
})

const certificateJob = (creates: string) => `apiVersion: batch/v1
kind: Job
metadata:
  name: create-certificate
  annotations:
    helm.sh/hook: pre-install
    sandbox.slipway.dev/creates: ${JSON.stringify(creates)}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: job, image: "example.com/certgen:1" }]
`
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:1
          envFrom: [{ secretRef: { name: certificate } }, { configMapRef: { name: settings } }]
`

describe("a hook Job of the sandbox", { timeout: 60_000 }, () => {
  it("creates the Secrets and ConfigMaps that it declares, which the chart's Pods wait for", async () => {
    const creates = `apiVersion: v1
kind: Secret
metadata: { name: certificate }
stringData: { tls.crt: made }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { mode: fast }
`
    const chart = await chartWith("certified", {
      "templates/job.yaml": certificateJob(creates),
      "templates/web.yaml": deployment,
    })
    await installRelease(sandbox.helm(4), inputOf("certified", chart))
    const { body } = await client.call("GET", "/api/v1/namespaces/certified/secrets/certificate")
    expect(valueAt(body, "data", "tls.crt")).toBe(Buffer.from("made").toString("base64"))
  })

  it("creates nothing else, and reports that in an event", async () => {
    const role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: all }\n"
    const chart = await chartWith("greedy", { "templates/job.yaml": certificateJob(role) })
    await installRelease(sandbox.helm(4), inputOf("greedy", chart))
    const path = "/apis/rbac.authorization.k8s.io/v1/clusterroles/all"
    expect((await client.call("GET", path)).status).toBe(404)
    const { body } = await client.call("GET", "/api/v1/namespaces/greedy/events")
    expect(JSON.stringify(body.items)).toContain("declares something other than a Secret or ConfigMap")
  })
})

describe("an APIService of the sandbox", { timeout: 60_000 }, () => {
  it("becomes available with its Service and is deleted with the release", async () => {
    const chart = await chartWith("metrics", {
      "templates/service.yaml":
        "apiVersion: v1\nkind: Service\nmetadata: { name: metrics }\nspec: { ports: [{ port: 443 }] }\n",
      "templates/api.yaml": `apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: { name: v1beta1.metrics.example.com }
spec:
  group: metrics.example.com
  version: v1beta1
  groupPriorityMinimum: 100
  versionPriority: 100
  service: { name: metrics, namespace: {{ .Release.Namespace }} }
`,
    })
    const path = "/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.example.com"
    await installRelease(sandbox.helm(4), inputOf("metrics", chart))
    const conditions = async () => {
      const { body } = await client.call("GET", path)
      return JSON.stringify(valueAt(body, "status", "conditions"))
    }
    await expect.poll(conditions, { timeout: 5_000 }).toContain('"status":"True"')
    const removal = { ...inputOf("metrics", chart), skipHooks: false }
    await uninstallRelease(sandbox.helm(4), removal)
    expect((await client.call("GET", path)).status).toBe(404)
  })
})

describe("a custom resource of the sandbox", { timeout: 60_000 }, () => {
  const widgets = "/apis/sandbox.slipway.dev/v1/namespaces/widgets/widgets"

  it("is stored without fields that its CRD does not declare, and is deleted with the CRD", async () => {
    await installRelease(sandbox.helm(4), inputOf("widgets", fixtureChart("widget")))
    const widget = {
      apiVersion: "sandbox.slipway.dev/v1",
      kind: "Widget",
      metadata: { name: "odd", labels: { kept: "yes" } },
      spec: { size: 3, weight: 9, parts: [{ name: "a", colour: "red", smell: "none" }] },
    }
    expect((await client.call("POST", widgets, widget)).status).toBe(201)
    const { body } = await client.call("GET", `${widgets}/odd`)
    expect(objectAt(body, "spec")).toEqual({ size: 3, parts: [{ name: "a", colour: "red" }] })
    expect(textAt(body, "metadata", "labels", "kept")).toBe("yes")

    const definition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.sandbox.slipway.dev"
    await client.call("DELETE", definition)
    await expect.poll(async () => (await client.call("GET", `${widgets}/odd`)).status).toBe(404)
  })

  it("is rejected by Helm, which names the missing kind, when there is no CRD", async () => {
    const chart = await chartWith("unknown", {
      "templates/gadget.yaml": "apiVersion: example.com/v1\nkind: Gadget\nmetadata: { name: a }\n",
    })
    await expect(installRelease(sandbox.helm(4), inputOf("unknown", chart))).rejects.toThrow(
      "The cluster has no kind Gadget in example.com/v1.",
    )
  })
})
