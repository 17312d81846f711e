import { type NextRequest, NextResponse } from "next/server"
import { contentSecurityPolicy } from "@/lib/web/http/content-security-policy"

/**
 * Sets the nonce of every page. It does not authorize: handlers and pages do that themselves, so that a
 * request that bypasses this file gets the same response.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const secure = (request.headers.get("x-forwarded-proto") ?? request.nextUrl.protocol).startsWith("https")
  const policy = contentSecurityPolicy({ nonce, development: process.env.NODE_ENV === "development", secure })

  const headers = new Headers(request.headers)
  headers.set("x-slipway-path", request.nextUrl.pathname + request.nextUrl.search)
  // Next.js reads the nonce for its own script tags from this request header.
  headers.set("content-security-policy", policy)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set("content-security-policy", policy)
  return response
}

// Excludes the API: its routes set their own headers, and a proxy in front of each record would cost more than the record.
// Excludes the command line, a program without a nonce that caches may keep.
// Excludes build output by folder and not by file extension, because the name of a chart or a branch may contain one.
export const config = {
  matcher: ["/((?!api/|cli/|_next/static/|_next/image).*)", "/api/docs/:path*"],
}
