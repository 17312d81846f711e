import { describe, expect, it } from "vitest"
import { z } from "zod"
import { testServer } from "@/tools/testing/https-server"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import { KubernetesApi } from "./kubernetes-api"
import { readNamespace } from "./read-namespace"

const pod = (index: number) => ({
  metadata: {
    name: `web-${index}`,
    uid: `uid-${index}`,
    annotations: { note: 'a "quoted" \\ text ]}'.repeat(20) },
  },
  status: { phase: "Running", containerStatuses: [{ name: "app", ready: true, state: {} }] },
})
const pods = Array.from({ length: 40_000 }, (_, index) => pod(index))

/** The page of a list that a request asks for. */
function pageOf(list: readonly object[], query: URLSearchParams) {
  const from = Number(query.get("continue") ?? 0)
  const to = from + Number(query.get("limit"))
  const metadata = { resourceVersion: "7", ...(to < list.length && { continue: String(to) }) }
  return { kind: "List", metadata, items: list.slice(from, to) }
}

async function withApi(
  lists: Record<string, readonly object[]>,
  work: (api: KubernetesApi) => Promise<void>,
) {
  const queries: URLSearchParams[] = []
  const server = await testServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "https://cluster")
    queries.push(searchParams)
    response.end(JSON.stringify(pageOf(lists[pathname.split("/").at(-1) ?? ""] ?? [], searchParams)))
  })
  const address = `https://127.0.0.1:${server.port}`
  const kubeconfig = JSON.stringify({
    clusters: [{ name: "c", cluster: { server: address, "insecure-skip-tls-verify": true } }],
    users: [{ name: "u", user: {} }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    "current-context": "x",
  })
  const cluster = {
    ...({ name: "test", source: "configured", identity: "cluster", kubeconfig } as const),
    server: address,
  }
  const api = new KubernetesApi(cluster, 60_000)
  try {
    await work(api)
    return queries
  } finally {
    api[Symbol.dispose]()
    await server.stop()
  }
}

describe("large lists", () => {
  it("reads a namespace with 40,000 pods without blocking the event loop for more than 50 ms", async () => {
    await withApi({ pods }, async (api) => {
      const { workloads } = await withoutBlocking(() => readNamespace(api, "shop"))
      expect(workloads).toHaveLength(pods.length)
      expect(workloads.at(-1)?.metadata.name).toBe("web-39999")
    })
  }, 120_000)

  it.each([0, 1, 250, 251, 700])("returns each of %i items once", async (count) => {
    const items = Array.from({ length: count }, (_, index) => ({ index }))
    const queries = await withApi({ things: items }, async (api) => {
      const query = { labelSelector: "a=b" }
      expect(await api.list("/api/v1/things", z.object({ index: z.int() }), { query })).toEqual(items)
    })
    expect(queries.map((query) => query.get("labelSelector"))).toEqual(queries.map(() => "a=b"))
    expect(queries).toHaveLength(Math.max(1, Math.ceil(count / 250)))
  })
})
