import { NextRequest } from "next/server"
import { describe, expect, it } from "vitest"
import { authOptions } from "./options"
import { DELETE, GET, POST } from "./route"

const handlers = { GET, POST, DELETE }

function call(method: keyof typeof handlers, path: string): Promise<Response> {
  const request = new NextRequest(`http://localhost:3000/api/auth/${path}`, { method })
  return handlers[method](request, { params: Promise.resolve({ nextauth: path.split("/") }) })
}

describe("/api/auth", () => {
  it.each([
    ["GET", "verify-request"],
    ["GET", "session"],
    ["POST", "session"],
    ["GET", "signin"],
    ["GET", "signout/now"],
    ["GET", "error"],
    ["POST", "_log"],
    ["POST", "signin/oidc"],
    ["GET", "callback/oidc"],
    ["GET", "constructor"],
  ] as const)("returns 404 for endpoints that the console does not use: %s %s", async (method, path) => {
    const response = await call(method, path)
    expect(response.status).toBe(404)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
  })

  it.each([
    ["GET", "callback/credentials", "POST"],
    ["DELETE", "csrf", "GET"],
    ["GET", "signout", "POST"],
  ] as const)("returns 405 for unsupported methods: %s %s", async (method, path, allow) => {
    const response = await call(method, path)
    expect([response.status, response.headers.get("allow")]).toEqual([405, allow])
  })

  it("redirects only to pages of Slipway", async () => {
    const redirect = authOptions({ requestId: "request-1", address: null }).callbacks?.redirect
    const baseUrl = "http://localhost:3000"
    const to = (url: string) => redirect?.({ url, baseUrl })
    expect(await to("/drift?drifted=true")).toBe(`${baseUrl}/drift?drifted=true`)
    for (const url of [
      "http://host:port.evil.example",
      "https://evil.example/",
      "//evil.example",
      "[object Object]",
    ])
      expect(await to(url)).toBe(`${baseUrl}/`)
  })
})
