import { unstable_doesMiddlewareMatch as isLedThrough } from "next/experimental/testing/server"
import { NextRequest } from "next/server"
import { describe, expect, it } from "vitest"
import { config, proxy } from "@/proxy"

const leads = (url: string) => isLedThrough({ config, nextConfig: {}, url })

describe("proxy", () => {
  it.each([
    "/",
    "/sign-in",
    "/charts/demo/foo.txt",
    "/history?q=a.png",
    "/releases/x.svg",
    "/favicon.ico",
    "/api/docs",
  ])("matches %s", (path) => expect(leads(path)).toBe(true))

  it.each(["/api/v1/helm/releases", "/_next/static/chunks/main.js", "/_next/image"])(
    "does not match %s",
    (path) => expect(leads(path)).toBe(false),
  )

  it("sets a policy that allows only this request's scripts and no framing", () => {
    const headers = { "x-forwarded-proto": "https" }
    const response = proxy(new NextRequest("http://slipway.test/charts/demo/foo.txt", { headers })).headers
    expect(response.get("content-security-policy")).toMatch(
      /script-src 'self' 'nonce-[^']+' 'strict-dynamic';/,
    )
    expect(response.get("content-security-policy")).toContain("frame-ancestors 'none'")
  })
})
