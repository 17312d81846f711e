import { mkdtemp, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { removeFolder } from "@/tools/testing/remove-folder"
import { testTools } from "@/tools/testing/test-sandbox"
import { closeNetwork } from "./closed-network"
import { renderChart } from "./helm-commands"

const kubeconfig = (cluster: object, user: object = {}) =>
  JSON.stringify({
    "current-context": "a",
    clusters: [{ name: "a", cluster }],
    users: [{ name: "a", user }],
  })

const read = (text: string | undefined) => JSON.parse(text ?? "null")

describe("closeNetwork", () => {
  it("allows only the API server", () => {
    const server = "https://api.example.com:6443"
    const { environment, kubeconfig: text } = closeNetwork(kubeconfig({ server }), {})
    expect(environment).toMatchObject({ HTTPS_PROXY: "http://127.0.0.1:1", http_proxy: "http://127.0.0.1:1" })
    expect(environment.NO_PROXY).toBe("api.example.com")
    expect(read(text)).toEqual(read(kubeconfig({ server })))
  })

  it("allows nothing without a kubeconfig", () => {
    expect(closeNetwork(undefined, { HTTPS_PROXY: "http://proxy:3128" })).toMatchObject({
      kubeconfig: undefined,
      environment: { HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "" },
    })
  })

  it("keeps the proxy of a kubeconfig, and adds no other, as Slipway itself uses none", () => {
    const proxyOf = (cluster: object) =>
      read(closeNetwork(kubeconfig(cluster), { HTTPS_PROXY: "proxy:3128" }).kubeconfig).clusters[0].cluster[
        "proxy-url"
      ]
    expect(proxyOf({ server: "https://a.example.com", "proxy-url": "http://own:1" })).toBe("http://own:1")
    expect(proxyOf({ server: "https://a.example.com" })).toBeUndefined()
  })

  it("does not restrict credential plugins", () => {
    const user = { exec: { command: "get-token", env: [{ name: "PROFILE", value: "x" }] } }
    const text = closeNetwork(kubeconfig({ server: "https://a" }, user), {
      HTTPS_PROXY: "http://proxy:1",
    }).kubeconfig
    const { exec } = read(text).users[0].user
    expect(exec.command).toBe("get-token")
    expect(exec.env).toContainEqual({ name: "PROFILE", value: "x" })
    expect(exec.env).toContainEqual({ name: "HTTPS_PROXY", value: "http://proxy:1" })
    expect(exec.env).toContainEqual({ name: "NO_PROXY", value: "" })
  })
})

describe("a chart whose schema references a URL", () => {
  it("is rendered by Helm without a request to the URL", async () => {
    let requests = 0
    const server = createServer((_request, response) => {
      requests += 1
      response.end("{}")
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const chart = await mkdtemp(join(tmpdir(), "slipway-closed-"))
    try {
      await writeFile(join(chart, "Chart.yaml"), "apiVersion: v2\nname: a\nversion: 1.0.0\n")
      await writeFile(
        join(chart, "values.schema.json"),
        JSON.stringify({ properties: { a: { $ref: `http://127.0.0.1:${port}/x` } } }),
      )
      const { helm4, helm3 } = await testTools()
      for (const helm of [helm4, helm3]) {
        await renderChart({ helm }, { releaseName: "a", namespace: "a", chart, values: '{"a": 1}' })
      }
      expect(requests).toBe(0)
    } finally {
      server.close()
      await removeFolder(chart)
    }
  })
})
