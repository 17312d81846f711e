import { type NextRequest, NextResponse } from "next/server"
import { contentSecurityPolicy } from "@/lib/web/http/content-security-policy"

const plausibleRequestId = /^[\w.:-]{1,128}$/

/**
 * Gives every page its nonce and its request id. It authorises nobody: handlers and pages do that themselves, so that
 * a request that gets around this file meets the same answer.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const secure = (request.headers.get("x-forwarded-proto") ?? request.nextUrl.protocol).startsWith("https")
  const policy = contentSecurityPolicy({ nonce, development: process.env.NODE_ENV === "development", secure })
  const asked = request.headers.get("x-request-id")
  const requestId = asked && plausibleRequestId.test(asked) ? asked : crypto.randomUUID()

  const headers = new Headers(request.headers)
  headers.set("x-request-id", requestId)
  headers.set("x-slipway-path", request.nextUrl.pathname + request.nextUrl.search)
  // Next reads the nonce for its own script tags from this request header.
  headers.set("content-security-policy", policy)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set("content-security-policy", policy)
  response.headers.set("x-request-id", requestId)
  return response
}

// The API is left out: its routes set their own headers, and a proxy in front of each record would cost more than the record.
// What Next built is left out by its folders and not by endings, which the name of a chart or a branch may have.
export const config = {
  matcher: ["/((?!api/|_next/static/|_next/image).*)", "/api/docs/:path*"],
}
