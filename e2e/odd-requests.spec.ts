import { expect, test } from "@/e2e/fixtures/test"
import { type RawResponse, rawRequest } from "@/tools/testing/raw-request"

const deployments = "/api/v1/platform/deployments"
const authorization = `Authorization: Bearer ${process.env.SLIPWAY_BOOTSTRAP_TOKEN}\n`

function send(line: string, headers = "", body = ""): Promise<RawResponse> {
  const length = body === "" ? "" : `Content-Type: application/json\nContent-Length: ${body.length}\n`
  const host = "Host: localhost\nConnection: close\n"
  const port = Number(process.env.SLIPWAY_E2E_PORT)
  return rawRequest(port, `${line} HTTP/1.1\n${host}${authorization}${headers}${length}\n${body}`)
}

const recorded = [
  `/${deployments}`,
  `${deployments}/`,
  "//api//v1/platform/deployments//",
  "/api/./v1/platform/deployments",
  `http://elsewhere.test${deployments}`,
]

for (const target of recorded) {
  test(`POST ${target} records a deployment`, async () => {
    const body = JSON.stringify({ imageTag: "v1.0.0", application: "odd-requests", environment: "dev" })
    const { status, headers } = await send(`POST ${target}`, "", body)
    expect(status).toBe(201)
    expect(headers.get("location")).toMatch(/^\/api\/v1\/platform\/deployments\/[0-9a-f-]{36}$/)
  })
}

const refused: [string, string, number][] = [
  ["GET /api/v1/tenants/%", "", 400],
  ["GET /api/v1/tenants/%zz", "", 400],
  ["GET /api/v1/tenants/%00", "", 400],
  ["GET /api/v1/search?q=%00", "", 400],
  ["GET /history/%", "", 400],
  ["GET /nothing", "RSC: 1\nNext-Router-State-Tree: garbage\n", 400],
  ["GET /api/v1/tenants", "Authorization: Bearer other\n", 400],
  ["GET /api/v1/nothing", "RSC: 1\n", 404],
  ["GET /api", "", 404],
  ["GET /api/v2/tenants", "", 404],
  ["GET /api/docs/nothing", "", 404],
  ["GET /api/auth/verify-request", "", 404],
  ["GET /api/auth/session", "", 404],
  ["POST /api/auth/session", "Content-Length: 0\n", 404],
  ["GET /_next/image?url=%2Fx&w=1&q=1", "", 404],
  ["TRACE /api/v1/nothing", "", 404],
  [`TRACE ${deployments}`, "", 405],
  [`PROPFIND ${deployments}/`, "", 405],
  ["GET /api/auth/callback/credentials", "", 405],
  ["POST /api/health/live", "Content-Length: 0\n", 405],
  ["TRACE /api/health/ready", "", 405],
  ["POST /api/docs", "Content-Length: 0\n", 405],
  ["POST /sign-in", "Content-Length: 0\n", 405],
  [`POST ${deployments}`, "Content-Length: 0\nContent-Encoding: gzip\n", 415],
  [`GET ${deployments}`, `X-Filler: ${"a".repeat(20_000)}\n`, 431],
]

for (const [line, headers, status] of refused) {
  test(`${line} ${headers.slice(0, 30).trim()} returns a ${status} problem document`, async () => {
    const response = await send(line, headers)
    expect(response.status).toBe(status)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
    expect(response.headers.get("location")).toBeNull()
    expect(response.body).toContain(`"status":${status}`)
    expect(response.body).not.toMatch(/node_modules|\bat \w+ \(/)
  })
}

test("OPTIONS lists the methods of an endpoint", async () => {
  const { status, headers } = await send(`OPTIONS ${deployments}`)
  expect([status, headers.get("allow")]).toEqual([204, "POST"])
})

test("a client that offers HTTP/2 is served over HTTP/1.1", async () => {
  const upgrade = "Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABk\n"
  expect((await send("GET /api/v1/tenants", upgrade)).status).toBe(200)
})

test("a sign-in redirects only to pages of Slipway, whatever callbackUrl contains", async ({
  request,
  baseURL,
}) => {
  for (const callbackUrl of [
    "http://host:port.evil.example",
    "https://evil.example/",
    "//evil.example",
    "javascript:x",
  ]) {
    const { csrfToken } = await (await request.get("/api/auth/csrf")).json()
    const response = await request.post(
      `/api/auth/callback/credentials?callbackUrl=${encodeURIComponent(callbackUrl)}`,
      {
        form: {
          csrfToken,
          callbackUrl,
          email: "unknown@example.test",
          password: "not the password",
          json: "true",
        },
      },
    )
    expect(response.status()).toBe(401)
    expect(new URL((await response.json()).url).origin).toBe(baseURL)
  }
})
