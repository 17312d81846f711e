import { Readable } from "node:stream"
import { setImmediate } from "node:timers/promises"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { testServer } from "@/tools/testing/https-server"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import { KubernetesApi } from "./kubernetes-api"
import { parseList } from "./parse-list"
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

/** Writes piece by piece, so that the server's work does not count as the client's. */
async function* pieces(json: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < json.length; at += 64 * 1_024) {
    yield json.subarray(at, at + 64 * 1_024)
    await setImmediate()
  }
}

describe("large lists", () => {
  it("reads a namespace with 40,000 pods without blocking the event loop for more than 50 ms", async () => {
    const largeList = Buffer.from(
      JSON.stringify({ kind: "PodList", metadata: { resourceVersion: "1" }, items: pods }),
    )
    const server = await testServer((request, response) => {
      const json = request.url?.endsWith("/pods") ? largeList : Buffer.from('{"metadata":{},"items":[]}')
      Readable.from(pieces(json)).pipe(response)
    })
    const kubeconfig = JSON.stringify({
      clusters: [
        {
          name: "c",
          cluster: { server: `https://127.0.0.1:${server.port}`, "insecure-skip-tls-verify": true },
        },
      ],
      users: [{ name: "u", user: {} }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
      "current-context": "x",
    })
    const cluster = {
      ...({ name: "test", source: "configured", identity: "cluster", kubeconfig } as const),
      server: `https://127.0.0.1:${server.port}`,
    }
    const api = new KubernetesApi(cluster, 60_000)
    try {
      const { workloads } = await withoutBlocking(() => readNamespace(api, "shop"))
      expect(workloads).toHaveLength(pods.length)
      expect(workloads.at(-1)?.metadata.name).toBe("web-39999")
    } finally {
      api[Symbol.dispose]()
      await server.stop()
    }
  }, 120_000)
})

describe("parseList", () => {
  const parse = (text: string) => parseList(Buffer.from(text), z.unknown())

  it("returns the same as JSON.parse for any list of objects", async () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(object, fc.array(object), object, async (before, items, after) => {
        const list = { ...before, items, ...after, kind: "List" }
        const text = JSON.stringify(list, null, 1)
        const parsed = await parse(text)
        const parsedJson: unknown = JSON.parse(text)
        expect({ ...Object(parsed.list), ...("items" in after ? {} : { items: parsed.items }) }).toEqual(
          parsedJson,
        )
      }),
    )
  })

  it.each(["", "{", '{"items": [{"a": 1}', '{"items": [{"a": 1}]', '{"items": [{"a": }]}', "no JSON"])(
    "rejects %j",
    async (text) => {
      await expect(parse(text)).rejects.toThrow(SyntaxError)
    },
  )

  it("returns no items when there are none", async () => {
    expect((await parse('{"items": null}')).items).toEqual([])
    expect((await parse('{"metadata": {"items": [{}]}}')).items).toEqual([])
  })
})
