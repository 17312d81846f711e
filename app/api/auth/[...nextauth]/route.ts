import { NextRequest } from "next/server"
import NextAuth from "next-auth"
import { z } from "zod"
import { deviceCookie, deviceCookieName } from "@/lib/identity/auth/known-device"
import { returnPath } from "@/lib/identity/auth/return-path"
import { oidcSettings, publicUrl, setNextAuthUrl } from "@/lib/platform/env"
import { DomainError } from "@/lib/platform/errors"
import { pages, withQuery } from "@/lib/platform/paths"
import { problemResponse } from "@/lib/web/http/problem"
import { mediaType } from "@/lib/web/http/read-body"
import { authOptions, type Device, originOf } from "./options"

type Context = { params: Promise<{ nextauth: string[] }> }
type Offered = { method: "GET" | "POST"; provider?: "oidc" }

/** The endpoints of next-auth that the console uses; its other ones and its own pages do not exist here. */
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
  const found = Object.hasOwn(offered, path) ? offered[path] : undefined
  if (found === undefined || (found.provider === "oidc" && oidcSettings() === null))
    throw new DomainError("not_found", `There is nothing at ${nextUrl.pathname}.`)
  if (found.method === method || (found.method === "GET" && method === "HEAD")) return
  throw new DomainError(
    "method_not_allowed",
    `${method} is not supported here. Supported: ${found.method}.`,
    {
      extra: { allow: [found.method] },
    },
  )
}

/** next-auth reads the whole body into memory before it looks at it, and throws at JSON that is none. */
function requireForm(request: NextRequest): void {
  if (request.method !== "POST") return
  if (mediaType(request) !== "application/x-www-form-urlencoded") {
    throw new DomainError("unsupported_media_type", "Send a form (application/x-www-form-urlencoded).")
  }
  const bytes = Number(request.headers.get("content-length") ?? Number.NaN)
  if (bytes <= maxFormBytes) return
  throw new DomainError("too_large", "A sign-in form is at most 16 KiB and states its length.")
}

/** next-auth fails on a callbackUrl it cannot parse, in the query as well as in the cookie where it keeps the last one. */
function withOwnCallbackUrl(request: NextRequest): NextRequest {
  const cookie = request.cookies.getAll().find(({ name }) => name.endsWith("next-auth.callback-url"))
  if (
    cookie !== undefined &&
    !(/^(\/|https?:)/.test(cookie.value) && URL.canParse(cookie.value, publicUrl()))
  )
    throw new DomainError("malformed", `The cookie ${cookie.name} does not hold a URL. Delete it.`)
  const url = new URL(request.url)
  const callbackUrl = url.searchParams.get("callbackUrl")
  if (callbackUrl !== null) url.searchParams.set("callbackUrl", returnPath(callbackUrl, publicUrl()))
  // next-auth does not know HEAD; the body of the answer to GET is left out.
  return request.method === "HEAD"
    ? new NextRequest(url, { headers: request.headers })
    : new NextRequest(url, request)
}

/** next-auth names failures by a page of its own that only redirects to the sign-in page: name that page at once. */
async function withoutBuiltInPages(response: Response): Promise<Response> {
  if (response.status >= 500) throw new Error(`next-auth answered with status ${response.status}`)
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
