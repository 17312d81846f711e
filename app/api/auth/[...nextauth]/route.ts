import { NextRequest } from "next/server"
import NextAuth from "next-auth"
import { z } from "zod"
import { deviceCookie, deviceCookieName } from "@/lib/identity/auth/known-device"
import { returnPath } from "@/lib/identity/auth/return-path"
import { oidcSettings, publicUrl, setNextAuthUrl } from "@/lib/platform/env"
import { DomainError, methodNotAllowed, notFound } from "@/lib/platform/errors"
import { pages, withQuery } from "@/lib/platform/paths"
import { problemResponse } from "@/lib/web/http/problem"
import { mediaType } from "@/lib/web/http/read-body"
import { authOptions, type Device, originOf } from "./options"

type Context = { params: Promise<{ nextauth: string[] }> }
type Offered = { method: "GET" | "POST"; provider?: "oidc" }

/** The next-auth endpoints that the console uses; its other endpoints and built-in pages are not available. */
const offered: Record<string, Offered> = {
  csrf: { method: "GET" },
  providers: { method: "GET" },
  signout: { method: "POST" },
  "callback/credentials": { method: "POST" },
  "signin/oidc": { method: "POST", provider: "oidc" },
  "callback/oidc": { method: "GET", provider: "oidc" },
}

const maxFormBytes = 16 * 1024

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const origin = originOf(request.headers)
  try {
    requireOffered(request, (await context.params).nextauth)
    requireForm(request)
    setNextAuthUrl()
    const device: Device = { cookie: request.cookies.get(deviceCookieName)?.value }
    const response = await NextAuth(withOwnCallbackUrl(request), context, authOptions(origin, device))
    if (device.signedInTo !== undefined)
      response.headers.append("set-cookie", deviceCookie(device.signedInTo))
    return await withoutBuiltInPages(response)
  } catch (error) {
    return problemResponse(error, {
      instance: request.nextUrl.pathname,
      requestId: origin.requestId ?? "",
    })
  }
}

function requireOffered({ method, nextUrl }: NextRequest, segments: string[]): void {
  const path = segments.join("/")
  const handler = Object.hasOwn(offered, path) ? offered[path] : undefined
  if (handler === undefined || (handler.provider === "oidc" && oidcSettings() === null))
    throw notFound(`The path ${nextUrl.pathname} does not exist.`)
  if (handler.method === method || (handler.method === "GET" && method === "HEAD")) return
  throw methodNotAllowed(method, [handler.method])
}

/** next-auth reads the whole body into memory before validating it, and throws on invalid JSON. */
function requireForm(request: NextRequest): void {
  if (request.method !== "POST") return
  if (mediaType(request) !== "application/x-www-form-urlencoded") {
    throw new DomainError("unsupported_media_type", "Send the body as application/x-www-form-urlencoded.")
  }
  const bytes = Number(request.headers.get("content-length") ?? Number.NaN)
  if (bytes <= maxFormBytes) return
  throw new DomainError("too_large", "Send at most 16 KiB with a Content-Length header.")
}

/** next-auth fails on a callbackUrl it cannot parse, both in the query and in the cookie that keeps the last one. */
function withOwnCallbackUrl(request: NextRequest): NextRequest {
  const cookie = request.cookies.getAll().find(({ name }) => name.endsWith("next-auth.callback-url"))
  if (
    cookie !== undefined &&
    !(/^(\/|https?:)/.test(cookie.value) && URL.canParse(cookie.value, publicUrl()))
  )
    throw new DomainError("malformed", `The cookie ${cookie.name} is not a valid URL. Delete it.`)
  const url = new URL(request.url)
  const callbackUrl = url.searchParams.get("callbackUrl")
  if (callbackUrl !== null) url.searchParams.set("callbackUrl", returnPath(callbackUrl, publicUrl()))
  // next-auth does not support HEAD; the request becomes a GET and the response body is dropped.
  return request.method === "HEAD"
    ? new NextRequest(url, { headers: request.headers })
    : new NextRequest(url, request)
}

/** next-auth reports failures as a built-in page that redirects to the sign-in page; returns that page directly. */
async function withoutBuiltInPages(response: Response): Promise<Response> {
  if (response.status >= 500) throw new Error(`next-auth responded with status ${response.status}`)
  const location = response.headers.get("location")
  if (location !== null) response.headers.set("location", signInInstead(location))
  if (response.headers.get("content-type") !== "application/json") return response
  const body: unknown = await response.json()
  const { success, data } = redirectBody.safeParse(body)
  const { status, headers } = response
  return Response.json(success ? { url: signInInstead(data.url) } : body, { status, headers })
}

const redirectBody = z.strictObject({ url: z.string() })

function signInInstead(location: string): string {
  const url = new URL(location, publicUrl())
  if (!/^\/api\/auth\/(error|signin|signout)$/.test(url.pathname)) return location
  return publicUrl() + withQuery(pages.signIn(), { error: url.searchParams.get("error") ?? "Callback" })
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT }
