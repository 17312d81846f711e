import { writeFile } from "node:fs/promises"
import { createServer, type Server } from "node:net"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { clusters as route } from "@/app/api/v1/installation/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { type Sandbox, startSandbox } from "@/tools/sandbox/start-sandbox"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, tokenCaller } from "@/tools/testing/callers"
import { temporaryFolder } from "@/tools/testing/temporary-folder"

const folder = temporaryFolder("clusters")
let sandbox: Sandbox
let silent: Server
beforeAll(async () => {
  sandbox = await startSandbox({ folder: join(folder, "sandbox") })
  // Accepts connections but never responds.
  silent = createServer()
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  silent.close()
  await sandbox.stop()
})
beforeEach(() => {
  vi.stubEnv("SLIPWAY_DATA_DIR", folder)
  for (const name of ["KUBECONFIG", "SLIPWAY_CLUSTERS", "KUBERNETES_SERVICE_HOST"]) vi.stubEnv(name, "")
})

const list = async () =>
  callRoute(route, "GET", { caller: await tokenCaller(["releases:read"]), path: "/api/v1/clusters" })

async function kubeconfig(name: string, server: string): Promise<string> {
  const path = join(folder, name)
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: { token: "canary-token" } }],
  }
  await writeFile(path, JSON.stringify(config))
  return `${name}=${path}`
}

describe("GET /clusters", () => {
  it("returns 200 and lists the sandbox with its version when no cluster is configured", async () => {
    const { status, body } = await list()
    expect(status).toBe(200)
    expect(body).toMatchObject([
      { name: "sandbox", source: "sandbox", sandbox: true, reachable: true, problem: null },
    ])
    expect(body[0].version).toMatch(/^v1\.\d+/)
  })

  it("returns 200 within the time limit and reports which clusters cannot be reached and why", async () => {
    const address = silent.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    const clusters = [
      await kubeconfig("gone", "https://127.0.0.1:1"),
      await kubeconfig("silent", `https://127.0.0.1:${port}`),
      await kubeconfig("mute", `https://127.0.0.1:${port}`),
    ]
    vi.stubEnv("SLIPWAY_CLUSTERS", [...clusters, `here=${sandbox.kubeconfig}`].join(","))
    const before = performance.now()
    const { body, text } = await list()
    expect(performance.now() - before).toBeLessThan(3_500)
    expect(body.map((one: { name: string; reachable: boolean }) => [one.name, one.reachable])).toEqual([
      ["gone", false],
      ["silent", false],
      ["mute", false],
      ["here", true],
    ])
    expect(body[0].problem).toContain("ECONNREFUSED")
    expect(body[1].problem).toContain("in time")
    expect(body[3]).toMatchObject({ sandbox: false, source: "configured" })
    expect(text).not.toContain("canary-token")
  })

  it("returns 200 without addresses for a token limited to tenants", async () => {
    vi.stubEnv("SLIPWAY_CLUSTERS", await kubeconfig("gone", "https://127.0.0.1:1"))
    const slug = `limited-${crypto.randomUUID().slice(0, 8)}`
    const tenant = await prismaClient().tenant.create({
      data: { slug, name: slug, namespace: slug, cluster: "gone", tags: {} },
    })
    const caller = await tokenCaller(["releases:read"], { tenants: [tenant.id] })
    const { body, text } = await callRoute(route, "GET", { caller, path: "/api/v1/clusters" })
    expect(body).toMatchObject([{ name: "gone", server: null, problem: "The cluster is not reachable." }])
    expect(text).not.toContain("127.0.0.1")
  })

  it("returns 200 with an empty list when there is neither a cluster nor a sandbox", async () => {
    vi.stubEnv("SLIPWAY_DATA_DIR", join(folder, "elsewhere"))
    expect((await list()).body).toEqual([])
  })
})

describe("GET /clusters without permission", () => {
  it("returns 401 for anonymous callers and 403 for tokens without releases:read", async () => {
    expect((await callRoute(route, "GET", { caller: anonymous, path: "/api/v1/clusters" })).status).toBe(401)
    const caller = await tokenCaller(["deployments:write"])
    expect((await callRoute(route, "GET", { caller, path: "/api/v1/clusters" })).status).toBe(403)
  })
})

describe("GET /clusters with an invalid configuration", () => {
  it("returns 503 for an invalid configuration without revealing local paths", async () => {
    vi.stubEnv("SLIPWAY_CLUSTERS", `a=${join(folder, "missing")}`)
    const { status, text } = await list()
    expect(status).toBe(503)
    expect(text).not.toContain(folder)
  })
})
