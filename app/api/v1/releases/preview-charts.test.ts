import { writeFile } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"
import { prismaClient } from "@/lib/platform/db/client"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"
import { workerSettings } from "@/lib/worker/worker-settings"
import { tokenCaller } from "@/tools/testing/callers"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"

let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient
let outside: Server
let requests = 0

beforeAll(async () => {
  fixture = await createReleaseFixture()
  outside = createServer((_request, response) => {
    requests += 1
    response.end("{}")
  })
  await new Promise<void>((resolve) => outside.listen(0, "127.0.0.1", resolve))
  await addCharts((outside.address() as AddressInfo).port)
  worker = await startWorker(fixture.helm, { ...workerSettings(), watch: null })
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  outside.close()
  await worker.stop()
  await fixture.remove()
}, 60_000)

const crd = (more: string) =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: things.example.com\n${more}`
const booleanSchema = JSON.stringify({ properties: { enabled: { type: "boolean" } } })
const configMap = `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }} }
data: { values: {{ .Values | toJson | quote }} }
`

async function addCharts(port: number): Promise<void> {
  const reference = JSON.stringify({ properties: { a: { $ref: `http://127.0.0.1:${port}/x.json` } } })
  await lay("switch", "1.0.0", {
    "values.yaml": "enabled: no\nfileMode: 0400\n",
    "values.schema.json": booleanSchema,
  })
  await lay("referring", "1.0.0", {
    "values.schema.json": reference,
    "charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
    "charts/sub/values.schema.json": JSON.stringify({ ...JSON.parse(reference), required: ["size"] }),
  })
  await lay("unusable", "1.0.0", {
    "values.schema.json": JSON.stringify({ properties: { a: { type: "no-such-type" } } }),
  })
  await lay("base", "1.0.0", {}, "type: library\n")
  await lay("future", "1.0.0", {}, 'kubeVersion: ">= 9.0.0-0"\n')
  await lay("present", "1.0.0", {}, 'kubeVersion: ">= 1.20.0-0"\n')
  await lay("hollow", "1.0.0", {}, "dependencies:\n- name: db\n  version: 1.x\n")
  await lay("defining", "1.0.0", {
    "crds/things.yaml": crd("spec: { group: example.com, names: { kind: Thing } }\n"),
  })
  await lay("defining", "1.1.0", {
    "crds/things.yaml": crd("spec: { group: example.com, names: { kind: Thing }, scope: Cluster }\n"),
  })
}

async function lay(
  name: string,
  version: string,
  files: Record<string, string>,
  metadata = "",
): Promise<void> {
  const chartFiles = {
    "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: ${version}\n${metadata}`,
    "templates/values.yaml": configMap,
    ...files,
  }
  const source = new Map(Object.entries(chartFiles).map(([path, text]) => [path, Buffer.from(text)]))
  await writeFile(join(builtInFolder(), `${name}-${version}.tgz`), packChart(name, source))
}

let tenants = 0
async function install(chartName: string, more: object = {}) {
  tenants += 1
  const tenantId = await fixture.tenant(`charts-${tenants}`, { clusterScoped: chartName === "defining" })
  return { tenantId, releaseName: "app", chartName, chartVersion: "1.0.0", timeout: 30, ...more }
}

const preview = async (chartName: string, more: object = {}) =>
  client.preview({ kind: "INSTALL", ...(await install(chartName, more)) })

describe("A chart whose values.yaml is YAML 1.1", { timeout: 60_000 }, () => {
  it("is accepted when a boolean is written as no", async () => {
    const response = await preview("switch")
    expect(response.status, response.text).toBe(200)
    expect(JSON.stringify(response.body.resources)).toContain("fileMode")
  })

  it("quotes strings that look like another type", async () => {
    const response = await preview("switch", {
      valuesOverride: { flag: "no", mode: "0400", day: "2001-01-01" },
    })
    expect(response.body.values).toMatch(/\+day: "2001-01-01"\n\+flag: "no"\n\+mode: "0400"/)
  })
})

describe("A chart that Helm would reject", { timeout: 60_000 }, () => {
  it.each([
    ["a library chart", "base", "/chartName", "chart_not_installable"],
    ["a chart for another version of Kubernetes", "future", "/chartVersion", "kube_version_unmet"],
    ["a chart without its dependencies", "hollow", "/chartVersion", "chart_not_installable"],
  ])("returns 422 and queues nothing: %s", async (_what, chartName, pointer, code) => {
    const body = await install(chartName)
    const response = await client.install(body)
    expect([response.status, response.body.code], response.text).toEqual([422, code])
    expect(response.body.errors).toMatchObject([{ pointer }])
    expect(await prismaClient().operation.count({ where: { tenantId: body.tenantId } })).toBe(0)
  })

  it("is accepted when its kubeVersion matches the cluster", async () => {
    expect((await preview("present")).status).toBe(200)
  })
})

describe("A chart whose schema cannot be compiled", { timeout: 60_000 }, () => {
  it("is previewed with a warning that the values were not checked", async () => {
    const response = await preview("unusable")
    expect(response.status, response.text).toBe(200)
    expect(response.body.warnings).toContain(
      "The values.schema.json of unusable is not a usable JSON Schema. The values were not checked against it.",
    )
  })
})

describe("A chart whose schema refers to a URL", { timeout: 60_000 }, () => {
  it("is previewed and installed without requesting the URL, with a warning in the preview", async () => {
    const body = await install("referring", { valuesOverride: { a: 1, sub: { size: 1, a: 2 } } })
    const response = await client.preview({ kind: "INSTALL", ...body })
    expect(response.status, response.text).toBe(200)
    expect(response.body.warnings).toContainEqual(
      expect.stringMatching(/referring, sub refers to other documents/),
    )
    expect((await client.done(await client.install(body))).error).toBeNull()
    expect(requests).toBe(0)
  })

  it("is validated against the rest of its subchart's schema", async () => {
    const response = await preview("referring")
    expect([response.status, response.body.code], response.text).toEqual([422, "values_refused"])
    expect(response.body.errors).toEqual([{ pointer: "/valuesOverride/sub/size", message: "Required." }])
  })
})

describe("The warnings of a preview", { timeout: 60_000 }, () => {
  it("name CRDs that an upgrade changes but Helm does not update", async () => {
    const body = await install("defining")
    const accepted = await client.install(body)
    expect((await client.done(accepted)).error).toBeNull()
    const upgrade = { kind: "UPGRADE", releaseId: accepted.body.id, timeout: 30 }
    const same = await client.preview({ ...upgrade, chartVersion: "1.0.0" })
    expect(JSON.stringify(same.body.warnings)).not.toContain("CRD")
    const { body: changed, text } = await client.preview({ ...upgrade, chartVersion: "1.1.0" })
    expect(changed.warnings, text).toContainEqual(
      expect.stringMatching(/1 CRD \(things.example.com\).*kubectl apply/),
    )
  })

  it("name integers that lose precision", async () => {
    const { body, text } = await preview("switch", {
      valuesOverride: { ids: [1, 2 ** 53 + 2], ok: 2 ** 53 - 1 },
    })
    expect(body.warnings, text).toContainEqual(expect.stringMatching(/^ids.1 is an integer beyond 2\^53/))
    expect(JSON.stringify(body.warnings)).not.toContain("ok")
  })
})

describe("Deeply nested values", () => {
  it.each([150, 2_000])("are rejected at %i levels", async (levels) => {
    const deep = JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`)
    const response = await preview("switch", { valuesOverride: { deep } })
    expect([response.status, response.body.code], response.text).toEqual([400, "malformed"])
    expect(response.body.detail).toContain("levels deep")
  })
})
