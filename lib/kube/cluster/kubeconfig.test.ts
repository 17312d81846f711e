import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { stringify } from "yaml"
import { z } from "zod"
import type { Cluster } from "@/lib/kube/cluster/cluster"
import { parseKubeconfig } from "@/lib/kube/cluster/kubeconfig"
import { KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import { readVersion } from "@/lib/kube/cluster/read-version"
import { failureOf } from "@/tools/testing/failure-of"
import { listReleases } from "@/tools/testing/helm-reads"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { type TestSandbox, testSandbox } from "@/tools/testing/test-sandbox"
import { findClusters } from "./read-clusters"

const accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"
let sandbox: TestSandbox
const folder = temporaryFolder("account")
let token: string

beforeAll(async () => {
  sandbox = await testSandbox()
  const config = parseKubeconfig(await readFile(sandbox.kubeconfig, "utf8"))
  token = config.getCurrentUser()?.token ?? ""
  const authority = config.getCurrentCluster()?.caData ?? ""
  await writeFile(join(folder, "ca.crt"), Buffer.from(authority, "base64"))
}, 120_000)
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await sandbox.remove()
})

/** The service account of a pod, with its files in a writable folder. */
async function podAccount(): Promise<Cluster> {
  for (const name of ["KUBECONFIG", "SLIPWAY_CLUSTERS"]) vi.stubEnv(name, "")
  const { hostname, port } = new URL(sandbox.url)
  vi.stubEnv("KUBERNETES_SERVICE_HOST", hostname)
  vi.stubEnv("KUBERNETES_SERVICE_PORT", port)
  return withMovedFiles((await findClusters(null))[0])
}

async function clusterWithUser(user: Record<string, unknown>): Promise<Cluster> {
  const path = join(folder, "kubeconfig.yaml")
  const cluster = { server: sandbox.url, "certificate-authority": "ca.crt" }
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "c",
    clusters: [{ name: "c", cluster }],
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    users: [{ name: "u", user }],
  }
  await writeFile(path, stringify(config))
  vi.stubEnv("SLIPWAY_CLUSTERS", `c=${path}`)
  return withMovedFiles((await findClusters(null))[0])
}

function withMovedFiles(cluster: Cluster | undefined): Cluster {
  if (cluster === undefined) throw new Error("Expected a cluster.")
  return { ...cluster, kubeconfig: cluster.kubeconfig.replaceAll(accountFolder, folder) }
}

const list = (cluster: Cluster) =>
  listReleases({ ...sandbox.helm(4), kubeconfig: cluster.kubeconfig }, { namespace: "default" })

describe("a cluster with a token file", { timeout: 60_000 }, () => {
  test.each([
    ["the service account of a pod", podAccount],
    [
      "a kubeconfig with a relative path",
      () => clusterWithUser({ tokenFile: "token", token: "an old kubeconfig" }),
    ],
  ])("parses for Helm, the watch and the probe: %s", async (_, find) => {
    await writeFile(join(folder, "token"), `${token}\n`)
    const cluster = await find()
    expect(await list(cluster)).toEqual([])
    using api = new KubernetesApi(cluster)
    const namespaces = await api.get("/api/v1/namespaces", z.object({ kind: z.string() }))
    expect(namespaces.kind).toBe("NamespaceList")
    expect(await readVersion(cluster, 5_000)).toEqual({ version: expect.stringMatching(/^v1/) })
    await writeFile(join(folder, "token"), "revoked")
    await expect(api.get("/api/v1/namespaces", z.unknown())).rejects.toMatchObject({ status: 401 })
    expect((await failureOf(list(cluster))).kind).toBe("unauthenticated")
    await writeFile(join(folder, "token"), token)
    await expect(api.get("/api/v1/namespaces", z.unknown())).resolves.toBeDefined()
  })
})
