import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type TestServer, testServer } from "@/tools/testing/https-server"
import { ExternalError } from "./check-address"
import { type ExternalDependencies, fetchExternal } from "./fetch-external"

let server: TestServer
beforeAll(async () => {
  server = await testServer((request, response) => {
    const url = request.url ?? "/"
    if (url === "/hang") return
    if (url === "/upgrade")
      return void response.writeHead(101, { connection: "upgrade", upgrade: "websocket" }).end()
    if (url === "/large") return void response.end(Buffer.alloc(2_000))
    if (url.startsWith("/to/")) {
      response.writeHead(302, { location: decodeURIComponent(url.slice("/to/".length)) })
      return void response.end()
    }
    if (url === "/loop") return void response.writeHead(301, { location: "/loop" }).end()
    response.end("hello")
  })
})
afterAll(() => server.stop())
beforeEach(() => {
  server.requests.length = 0
  server.authorizations.length = 0
})

const limits = { maxBytes: 1_000, timeoutMs: 5_000 }
const fetchUrl = (
  url: URL,
  dependencies: ExternalDependencies = server.dependencies(),
  authorization: string | null = null,
) => fetchExternal(url, { ...limits, authorization }, dependencies)
const redirect = (to: string) => server.url("charts.test", `/to/${encodeURIComponent(to)}`)

async function failure(work: Promise<unknown>): Promise<ExternalError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ExternalError)) throw new Error(`Expected ExternalError: ${String(error)}`)
  return error
}

describe("fetchExternal", () => {
  it("fetches a URL whose host may have its address", async () => {
    const { status, body } = await fetchUrl(server.url("charts.test", "/"))
    expect([status, body.toString()]).toEqual([200, "hello"])
  })

  it("rejects a host that resolves to a private address, without a request", async () => {
    const dependencies = server.dependencies({ policy: { hosts: null, privateHosts: [] } })
    const error = await failure(fetchUrl(server.url("charts.test", "/"), dependencies))
    expect(error.kind).toBe("refused")
    expect(error.message).toContain("SLIPWAY_PRIVATE_HOSTS")
    expect(server.requests).toEqual([])
  })

  it("rejects a host if only one of its addresses is private", async () => {
    const dependencies = server.dependencies({
      policy: { hosts: null, privateHosts: [] },
      resolve: async () => [
        { address: "1.1.1.1", family: 4 },
        { address: "10.0.0.1", family: 4 },
      ],
    })
    expect((await failure(fetchUrl(server.url("charts.test", "/"), dependencies))).kind).toBe("refused")
  })

  it("rejects a metadata service even if the host may be private", async () => {
    const dependencies = server.dependencies({
      resolve: async () => [{ address: "169.254.169.254", family: 4 }],
    })
    expect((await failure(fetchUrl(server.url("charts.test", "/"), dependencies))).message).toContain(
      "metadata",
    )
  })

  it.each([
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
  ])("rejects the loopback address written as %s", async (url) => {
    expect((await failure(fetchUrl(new URL(url)))).kind).toBe("refused")
  })

  it("rejects a URL without https or with credentials", async () => {
    expect((await failure(fetchUrl(new URL("http://charts.test/")))).message).toContain("not use https")
    expect((await failure(fetchUrl(new URL("https://me:secret@charts.test/")))).message).not.toContain(
      "secret",
    )
  })

  it("rejects a host that is not in the list of allowed hosts", async () => {
    const dependencies = server.dependencies({
      policy: { hosts: ["charts.example.com"], privateHosts: ["charts.test"] },
    })
    expect((await failure(fetchUrl(server.url("charts.test", "/"), dependencies))).kind).toBe("refused")
  })

  it("resolves the name once, so that a second DNS response cannot redirect the connection", async () => {
    let lookups = 0
    const resolve = async () => {
      lookups += 1
      return [{ address: lookups === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }]
    }
    await fetchUrl(server.url("charts.test", "/"), server.dependencies({ resolve }))
    expect(lookups).toBe(1)
  })

  it("limits the time and the size of a response", async () => {
    const hang = fetchExternal(
      server.url("charts.test", "/hang"),
      { ...limits, timeoutMs: 100 },
      server.dependencies(),
    )
    expect((await failure(hang)).kind).toBe("too_slow")
    expect((await failure(fetchUrl(server.url("charts.test", "/large")))).kind).toBe("too_large")
  })

  it("reports a server that switches to another protocol as unreachable", async () => {
    expect((await failure(fetchUrl(server.url("charts.test", "/upgrade")))).kind).toBe("unreachable")
  })

  it("reports an unknown or unresponsive host as unreachable", async () => {
    const unknown = server.dependencies({ resolve: () => Promise.reject(new Error("ENOTFOUND")) })
    expect((await failure(fetchUrl(server.url("charts.test", "/"), unknown))).kind).toBe("unreachable")
    expect((await failure(fetchUrl(new URL("https://charts.test:1/")))).kind).toBe("unreachable")
  })
})

describe("A redirect", () => {
  it("is followed to another allowed host, without the credentials", async () => {
    const target = server.url("other.test", "/there").href
    const response = await fetchUrl(redirect(target), server.dependencies(), "Basic abc")
    expect(response.url.href).toBe(target)
    expect(server.authorizations).toEqual(["Basic abc", ""])
  })

  it("is rejected when it points to a private address, to http or to a metadata service", async () => {
    for (const target of ["https://10.0.0.1/", "http://other.test/", "https://169.254.169.254/latest"]) {
      expect((await failure(fetchUrl(redirect(target)))).kind).toBe("refused")
    }
    expect(server.requests).toHaveLength(3)
  })

  it("is followed at most five times", async () => {
    expect((await failure(fetchUrl(server.url("charts.test", "/loop")))).kind).toBe("bad_redirect")
    expect(server.requests).toHaveLength(6)
  })
})
