import { mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { kubeconfigText } from "@/tools/sandbox/kubeconfig"
import { removeFolder } from "@/tools/testing/remove-folder"
import { findClusters, parseClusterList } from "./read-clusters"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-clusters-"))
  vi.stubEnv("KUBECONFIG", "")
  vi.stubEnv("SLIPWAY_CLUSTERS", "")
  vi.stubEnv("KUBERNETES_SERVICE_HOST", "")
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await removeFolder(folder)
})

async function kubeconfig(name: string, contexts: string[]): Promise<string> {
  const path = join(folder, name)
  const entry = (context: string) => ({
    context: { name: context, context: { cluster: context, user: context } },
    cluster: { name: context, cluster: { server: `https://${context}.example:6443` } },
    user: { name: context, user: { token: `token-of-${context}` } },
  })
  const entries = contexts.map(entry)
  await writeFile(
    path,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": contexts[0],
      contexts: entries.map(({ context }) => context),
      clusters: entries.map(({ cluster }) => cluster),
      users: entries.map(({ user }) => user),
    }),
  )
  return path
}

describe("findClusters", () => {
  test("returns every context of KUBECONFIG, each with only its own credentials", async () => {
    vi.stubEnv(
      "KUBECONFIG",
      [await kubeconfig("a", ["one", "two"]), await kubeconfig("b", ["three", "one"])].join(":"),
    )
    const clusters = await findClusters(null)
    expect(clusters.map(({ name, source, server }) => [name, source, server])).toEqual([
      ["one", "kubeconfig", "https://one.example:6443"],
      ["two", "kubeconfig", "https://two.example:6443"],
      ["three", "kubeconfig", "https://three.example:6443"],
    ])
    expect(clusters[1]?.kubeconfig).toContain("token-of-two")
    expect(clusters[1]?.kubeconfig).not.toContain("token-of-one")
  })

  test("prefers SLIPWAY_CLUSTERS over KUBECONFIG", async () => {
    const path = await kubeconfig("a", ["one", "two"])
    vi.stubEnv("KUBECONFIG", path)
    vi.stubEnv("SLIPWAY_CLUSTERS", `production=${path}#two, staging=${path}`)
    expect((await findClusters(null)).map(({ name, source, server }) => [name, source, server])).toEqual([
      ["production", "configured", "https://two.example:6443"],
      ["staging", "configured", "https://one.example:6443"],
    ])
  })

  test("falls back to the sandbox, or to no cluster", async () => {
    const path = join(folder, "kubeconfig.yaml")
    expect(await findClusters(path)).toEqual([])
    await writeFile(path, kubeconfigText("https://127.0.0.1:4600", { key: "", certificate: "c", token: "t" }))
    expect(await findClusters(path)).toMatchObject([
      { name: "sandbox", source: "sandbox", server: "https://127.0.0.1:4600" },
    ])
  })

  test("reports a missing kubeconfig or context", async () => {
    vi.stubEnv("SLIPWAY_CLUSTERS", `a=${join(folder, "missing")}`)
    await expect(findClusters(null)).rejects.toThrow(/^The kubeconfig .*missing cannot be read/)
    vi.stubEnv("SLIPWAY_CLUSTERS", `a=${await kubeconfig("a", ["one"])}#nine`)
    await expect(findClusters(null)).rejects.toThrow(
      "The kubeconfig of cluster a has no usable context nine.",
    )
  })
})

describe("parseClusterList", () => {
  test("expands a tilde to the home folder", () => {
    expect(parseClusterList("a=~/.kube/config#b", "/home/me")).toEqual([
      { name: "a", path: "/home/me/.kube/config", context: "b" },
    ])
  })

  test.each(["a", "=b", "A=b", "a=b,a=c"])("rejects %s", (text) => {
    expect(() => parseClusterList(text, "/")).toThrow(/SLIPWAY_CLUSTERS/)
  })
})
