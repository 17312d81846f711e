import { once } from "node:events"
import type { IncomingMessage, Server } from "node:http"
import { text } from "node:stream/consumers"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { clientAddress } from "@/lib/identity/auth/client-address"
import { errorCodes } from "@/lib/platform/error-codes"
import { problemSchema } from "@/lib/web/http/openapi"
import { rawRequest } from "@/tools/testing/raw-request"
import { originalMethodHeader } from "./api-request"
import { createHttpServer } from "./create-server"

/** The last request that was passed to Next.js. */
const passedRequest = vi.fn<(request: Pick<IncomingMessage, "method" | "url" | "headers">) => void>()
const onError = vi.fn()
let server: Server
let port: number

beforeAll(async () => {
  server = createHttpServer({
    handle: async (request, response) => {
      passedRequest({ method: request.method, url: request.url, headers: { ...request.headers } })
      if (request.url === "/api/v1/broken") throw new Error("broken")
      if (request.url === "/api/v1/slow") await text(request)
      response.end("handled")
    },
    development: false,
    publicUrl: "",
    onError,
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The server has no port.")
  port = address.port
})
afterAll(() => server.close())

const host = "Host: slipway.test\nConnection: close\n"
const request = (line: string, headers = "", body = "") =>
  rawRequest(port, `${line} HTTP/1.1\n${host}${headers}\n${body}`)

async function expectProblem(
  response: Promise<{ status: number; headers: Headers; body: string }>,
  status: number,
) {
  passedRequest.mockClear()
  const { status: actual, headers, body } = await response
  expect(actual).toBe(status)
  expect(headers.get("content-type")).toBe("application/problem+json")
  expect(headers.get("content-security-policy")).toContain("default-src 'none'")
  expect(headers.get("location")).toBeNull()
  const problem = problemSchema.parse(JSON.parse(body))
  expect(problem.status).toBe(status)
  expect(Object.keys(errorCodes)).toContain(problem.code)
  expect(passedRequest).not.toHaveBeenCalled()
}

describe("createHttpServer passes request targets under /api in canonical form:", () => {
  const deployments = "/api/v1/platform/deployments"
  it.each([
    [`/${deployments}`, deployments],
    [`${deployments}/`, deployments],
    [`//api///v1//platform/deployments//?a=//b/`, `${deployments}?a=//b/`],
    ["/./api/v1/x/../platform/%2e/deployments", deployments],
    ["/%61pi/v1/platform/deployments", deployments],
    ["/api\\v1/platform\\\\deployments", deployments],
    [`http://elsewhere.test${deployments}/?limit=1`, `${deployments}?limit=1`],
    [`${deployments}#fragment`, deployments],
    [`${deployments}/branch/feature%2Fa%2F`, `${deployments}/branch/feature%2Fa%2F`],
    ["/api/", "/api"],
    ["/api/v1/search?q=100%&x=%zz", "/api/v1/search?q=100%&x=%zz"],
  ])("%s → %s", async (target, url) => {
    const { status, body } = await request(`POST ${target}`, "Content-Length: 0\n")
    expect([status, body]).toEqual([200, "handled"])
    expect(passedRequest).toHaveBeenLastCalledWith(expect.objectContaining({ method: "POST", url }))
  })
})

describe("createHttpServer returns a problem document for", () => {
  it.each([
    ["a broken percent sign", "GET /api/v1/tenants/%", "", 400],
    ["percent-encoding that is not hexadecimal", "GET /api/v1/tenants/%zz", "", 400],
    ["percent-encoding that is not UTF-8", "GET /api/v1/tenants/%ff", "", 400],
    ["a broken percent sign in a page", "GET /tenants/%", "", 400],
    ["a target that is not a path", "OPTIONS *", "", 400],
    [
      "two Authorization headers",
      "GET /api/v1/tenants",
      "Authorization: Bearer a\nauthorization: Bearer b\n",
      400,
    ],
    ["two Host headers", "GET /api/v1/tenants", "Host: other.test\n", 400],
    ["an unknown transfer encoding", "POST /api/v1/tenants", "Transfer-Encoding: gzip, chunked\n", 400],
    [
      "a compressed body outside routes",
      "POST /api/auth/session",
      "Content-Length: 0\nContent-Encoding: gzip\n",
      415,
    ],
    ["a router state that is not JSON", "GET /nothing", "RSC: 1\nNext-Router-State-Tree: garbage\n", 400],
    ["a router state of another shape", "GET /nothing", "RSC: 1\nNext-Router-State-Tree: %5B1%5D\n", 400],
    ["both lengths", "POST /api/v1/tenants", "Content-Length: 1\nTransfer-Encoding: chunked\n", 400],
    ["an unknown expectation", "POST /api/v1/tenants", "Content-Length: 0\nExpect: 200-ok\n", 417],
    ["headers larger than 16 KiB", "GET /api/v1/tenants", `X-Filler: ${"a".repeat(20_000)}\n`, 431],
    ["a header line without a name", "GET /api/v1/tenants", ": nothing\n", 400],
    ["an unknown method token", "FETCH /api/v1/tenants", "", 400],
    ["CONNECT", "CONNECT slipway.test:443", "", 405],
    ["POST to a page", "POST /history", "Content-Length: 0\n", 405],
    ["TRACE of a page", "TRACE /history", "", 405],
    ["the unused image optimizer", "GET /_next/image?url=%2Fx&w=1&q=1", "", 404],
  ])("%s", (_what, line, headers, status) => expectProblem(request(line, headers), status))

  it("a missing Host header", () =>
    expectProblem(rawRequest(port, "GET /api/v1/x HTTP/1.1\nConnection: close\n\n"), 400))
  it("an invalid Host header", () =>
    expectProblem(rawRequest(port, "GET /api/v1/x HTTP/1.1\nHost: a b\nConnection: close\n\n"), 400))
  it("bytes that are not HTTP", () => expectProblem(rawRequest(port, "\x16\x03\x01\x02\n\n"), 400))
  it("a chunk that is malformed while the body is read", async () => {
    const response = await request("POST /api/v1/slow", "Transfer-Encoding: chunked\n", "zz\n\n")
    expect([response.status, response.body]).toEqual([400, expect.stringContaining('"code":"malformed"')])
  })
})

describe("X-Request-Id", () => {
  const idOf = async (line: string, headers = "") =>
    (await request(line, headers)).headers.get("x-request-id")

  it.each(["GET /cli/slipway.mjs", "GET /_next/static/main.js", "GET /history", "GET /api/v1/tenants"])(
    "is sent with the response to %s: a new one, or that of the caller, which the route gets",
    async (line) => {
      expect(await idOf(line)).toMatch(/^[0-9a-f-]{36}$/)
      expect(await idOf(line, "X-Request-Id: of-the-caller\n")).toBe("of-the-caller")
      expect(passedRequest.mock.lastCall?.[0].headers["x-request-id"]).toBe("of-the-caller")
      expect(await idOf(line, "X-Request-Id: a b\n")).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  it("is that of the problem document when the server rejects the request", async () => {
    const { headers, body } = await request("TRACE /history", "X-Request-Id: of-the-caller\n")
    expect([headers.get("x-request-id"), JSON.parse(body).requestId]).toEqual([
      "of-the-caller",
      "of-the-caller",
    ])
  })
})

describe("A request passed to Next.js", () => {
  it("may have a compressed body, which the routes reject and record", async () => {
    const response = await request("POST /api/v1/tenants", "Content-Length: 0\nContent-Encoding: gzip\n")
    expect([response.status, response.body]).toEqual([200, "handled"])
  })

  it("has no internal headers on an API path", async () => {
    const headers = `RSC: 1\nNext-Router-State-Tree: x\nX-Middleware-Subrequest: proxy\n${originalMethodHeader}: TRACE\n`
    await request("GET /api/v1/tenants", headers)
    const { headers: passedHeaders } = passedRequest.mock.lastCall?.[0] ?? { headers: {} }
    expect(Object.keys(passedHeaders).sort()).toEqual([
      "connection",
      "host",
      "x-forwarded-for",
      "x-request-id",
    ])
  })

  it.each(["OPTIONS", "TRACE", "PROPFIND", "SEARCH"])(
    "carries the original method %s with a method that routes handle",
    async (method) => {
      await request(`${method} /api/v1/tenants`)
      const { method: passedMethod, headers } = passedRequest.mock.lastCall?.[0] ?? { headers: {} }
      expect([passedMethod, headers[originalMethodHeader]]).toEqual(["PUT", method])
    },
  )

  it("is an ordinary request when the client offers HTTP/2", async () => {
    const upgrade =
      "Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABk\nContent-Length: 0\n"
    const response = await rawRequest(
      port,
      `POST /api/v1/x HTTP/1.1\nHost: a\nConnection: close\n${upgrade}\n`,
    )
    expect(response.body).toBe("handled")
  })

  it("has the address of the connection, regardless of what the client claims", async () => {
    for (const claimed of ["", "X-Forwarded-For: 6.6.6.6\n", "X-Forwarded-For: 6.6.6.6, 7.7.7.7\n"]) {
      await request("GET /api/v1/x", claimed)
      const { headers } = passedRequest.mock.lastCall?.[0] ?? { headers: {} }
      expect(clientAddress(new Headers({ "x-forwarded-for": String(headers["x-forwarded-for"]) }))).toBe(
        "127.0.0.1",
      )
    }
  })
})

describe("Every response", () => {
  it("has Strict-Transport-Security when it was requested over HTTPS", async () => {
    const secure = await request("GET /api/v1/x", "X-Forwarded-Proto: https\n")
    expect(secure.headers.get("strict-transport-security")).toMatch(/^max-age=31536000/)
    const rejected = await request("GET /api/v1/%", "X-Forwarded-Proto: https\n")
    expect(rejected.headers.get("strict-transport-security")).toMatch(/^max-age=31536000/)
    expect((await request("GET /api/v1/x")).headers.get("strict-transport-security")).toBeNull()
  })

  it("has the security headers, and a separate policy under /api", async () => {
    const api = await request("GET /api/v1/x")
    expect(api.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(api.headers.get("x-content-type-options")).toBe("nosniff")
    const page = await request("GET /history")
    expect(page.headers.get("content-security-policy")).toBeNull()
    expect(page.headers.get("x-frame-options")).toBe("DENY")
  })

  it("is a 500 problem document without details when handling fails", async () => {
    const { status, body } = await request("GET /api/v1/broken")
    expect(status).toBe(500)
    expect(JSON.parse(body)).toMatchObject({ code: "internal" })
    expect(body).not.toContain("broken")
    expect(onError).toHaveBeenCalledOnce()
  })
})
