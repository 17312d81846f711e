import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parseAllDocuments } from "yaml"
import { variables } from "@/lib/platform/env-variables"
import { objectAt } from "@/tools/sandbox/json"
import type { RouteResponse } from "@/tools/testing/call-route"
import { tokenCaller } from "@/tools/testing/callers"
import { ownChart as chart, packOwnChart } from "@/tools/testing/own-chart"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { testTools } from "@/tools/testing/test-sandbox"
import { type RunningWorker, startWorker } from "./start-worker"

const run = promisify(execFile)
const examples = "deploy/chart/examples"
let fixture: ReleaseFixture
let worker: RunningWorker
let client: ReleaseClient

beforeAll(async () => {
  fixture = await createReleaseFixture()
  const folder = join(fixture.folder, "own")
  await packOwnChart(folder)
  process.env.SLIPWAY_CHARTS_FOLDER = `own=${folder}`
  worker = await startWorker(fixture.helm)
  client = new ReleaseClient(await tokenCaller(["admin"]))
}, 120_000)
afterAll(async () => {
  await worker.stop()
  await fixture.remove()
}, 30_000)

const helm = async (...args: string[]) => (await run(fixture.helm.path, args)).stdout
const render = (...args: string[]) => helm("template", "slipway", chart, "--namespace=slipway", ...args)

describe("helm lint --strict accepts the chart", () => {
  it.each([["its defaults", []], ...exampleFlags()])("with %s", async (_which, flags) => {
    expect(await helm("lint", "--strict", chart, ...flags)).toContain("0 chart(s) failed")
  })
})

describe("helm template renders the expected objects", () => {
  it.each([["defaults", []], ...exampleFlags()])("of %s", async (name, flags) => {
    await expect(await render(...flags)).toMatchFileSnapshot(`../../${examples}/${name}.golden.yaml`)
  })
})

function exampleFlags(): [string, string[]][] {
  return ["public", "other-clusters"].map((name) => [name, [`--values=${examples}/${name}.values.yaml`]])
}

describe("The values of the chart", () => {
  it("accept exactly the settings that are neither managed by the chart nor secret", async () => {
    const schema = JSON.parse(await readFile(`${chart}/values.schema.json`, "utf8"))
    const setElsewhere = [
      "DATABASE_URL",
      "DATABASE_DIRECT_URL",
      "DATABASE_REPLICA_URL",
      "SLIPWAY_SECRET_KEY",
      "PORT",
      "SLIPWAY_DEMO",
      "SLIPWAY_WORKER",
      "SLIPWAY_TOKEN",
    ]
    const settings = Object.keys(variables).filter((name) => !setElsewhere.includes(name))
    expect(schema.properties.settings.propertyNames.enum.sort()).toEqual(settings.sort())
    await expect(render("--set=settings.SLIPWAY_UNKNOWN=1")).rejects.toThrow("invalid propertyName")
    await expect(render("--set=web.replica=1")).rejects.toThrow("additional properties 'replica' not allowed")
  })
})

describe("The image of the chart", () => {
  it("can be pinned by its digest, and any tag results in a valid label", async () => {
    const digest = `sha256:${"0".repeat(64)}`
    const manifests = await render(`--set=image.digest=${digest}`, `--set=image.tag=_${"x".repeat(100)}`)
    expect(manifests).toContain(`image: slipway:_${"x".repeat(100)}@${digest}`)
    expect(manifests).toMatch(/app\.kubernetes\.io\/version: "x{62}"\n/)
    await expect(render("--set=image.digest=latest")).rejects.toThrow("image/digest")
  })
})

describe("The permissions of the chart", () => {
  const rulesOf = (manifests: string) =>
    parseAllDocuments(manifests)
      .map((document) => document.toJS())
      .filter((object) => object?.kind === "ClusterRole")
      .flatMap(({ rules }) => rules)

  it("and its account are omitted if deploy/kubernetes/rbac.yaml is applied", async () => {
    const manifests = await render("--set=rbac.create=false", "--set=serviceAccount.create=false")
    expect(manifests).not.toMatch(/^kind: (ServiceAccount|ClusterRole|ClusterRoleBinding)$/m)
    expect(manifests).toContain("serviceAccountName: slipway\n")
  })

  it("match deploy/kubernetes", async () => {
    const documented = ["rbac.yaml", "rbac-cluster-scoped.yaml"].map((name) =>
      readFile(`deploy/kubernetes/${name}`, "utf8"),
    )
    const [standard = "", clusterScoped = ""] = await Promise.all(documented)
    expect(rulesOf(await render())).toEqual(rulesOf(standard))
    expect(rulesOf(await render("--set=rbac.clusterScopedRole=cluster-admin"))).toEqual([
      ...rulesOf(standard),
      ...rulesOf(clusterScoped),
    ])
  })
})

async function succeeds(accepted: RouteResponse): Promise<void> {
  const { state, error } = await client.done(accepted)
  expect({ state, error }).toEqual({ state: "SUCCEEDED", error: null })
}

const kubectl = async (...args: string[]) => {
  const flags = [
    `--kubeconfig=${fixture.sandbox.kubeconfig}`,
    `--cache-dir=${join(fixture.folder, "kubectl")}`,
  ]
  await run((await testTools()).kubectl, [...flags, ...args])
}

const imageOf = (name: string) => {
  const deployment = fixture.sandbox.cluster.store.get("apps/deployments", "tenant-own", name) ?? {}
  const template = objectAt(objectAt(deployment, "spec"), "template")
  return JSON.stringify(template).match(/"image":"([^"]+)"/)?.[1]
}

describe("Slipway", () => {
  it("installs its own chart, upgrades it, rolls it back and uninstalls it", async () => {
    const tenantId = await fixture.tenant("own", { clusterScoped: true })
    await kubectl("create", "namespace", "tenant-own")
    const settings = ["DATABASE_URL=postgresql://db/slipway", `SLIPWAY_SECRET_KEY=${"0".repeat(32)}`]
    const literals = settings.map((setting) => `--from-literal=${setting}`)
    await kubectl("-n", "tenant-own", "create", "secret", "generic", "slipway", ...literals)
    const install = { tenantId, releaseName: "slipway", chartName: "own/slipway", chartVersion: "0.1.0" }
    const accepted = await client.install({ ...install, timeout: 60 })
    await succeeds(accepted)
    const { id } = accepted.body
    expect([imageOf("slipway-web"), imageOf("slipway-worker")]).toEqual(["slipway:0.1.0", "slipway:0.1.0"])
    const { resources } = (await client.get(id, "/resources", "/resources")).body
    expect(resources.filter(({ health }: { health: string }) => health !== "HEALTHY")).toEqual([])

    await succeeds(await client.change(id, "upgrade", { chartVersion: "0.1.1", timeout: 60 }))
    expect(imageOf("slipway-web")).toBe("slipway:0.1.1")
    await succeeds(await client.change(id, "rollback", { targetRevision: 1 }))
    expect(imageOf("slipway-web")).toBe("slipway:0.1.0")
    await succeeds(await client.uninstall(id))
    expect(imageOf("slipway-web")).toBeUndefined()
  }, 120_000)
})
