import type { IncomingMessage } from "node:http"
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js"
import { isApiPath, originalMethodHeader } from "./api-request.ts"
import type { Rejection } from "./problem-message.ts"

type Screened = { path: string; isApi: boolean; rejection: Rejection | null }

/**
 * Decides which requests reach Next.js, because Next.js responds to requests it does not understand with redirects, plain
 * text or a logged error. Modifies the request: canonical target, no internal headers, a method that routes have a
 * handler for.
 */
export function screenRequest(request: IncomingMessage, options: { development: boolean }): Screened {
  const target = canonicalTarget(request.url ?? "/")
  const path = target?.path ?? "/"
  const isApi = isApiPath(path)
  const rejection =
    target === null
      ? malformed("The path does not start with a slash, or is not valid percent-encoded UTF-8.")
      : reject(request)
  if (target === null || rejection !== null) return { path, isApi, rejection }
  if (!isApi) return { path, isApi, rejection: rejectPage(request, path, options.development) }
  if (!path.startsWith(routes) && !/^(identity)?$/i.test(request.headers["content-encoding"] ?? ""))
    return { path, isApi, rejection: compressedBody }
  request.url = target.path + target.query
  prepareForRoute(request)
  return { path, isApi, rejection: null }
}

/** Routes reject a compressed body themselves, so that the request inspector records the caller. */
const routes = "/api/v1/"
const compressedBody: Rejection = {
  kind: "unsupported_media_type",
  detail: "Send the body without Content-Encoding.",
}

const malformed = (detail: string): Rejection => ({ kind: "malformed", detail })

/** Rejects ambiguous requests, which a proxy and the server could interpret differently. */
function reject(request: IncomingMessage): Rejection | null {
  const repeated = singletons.find((name) => occurrences(request, name) > 1)
  if (repeated !== undefined) return malformed(`The header ${repeated} is sent more than once.`)
  const { host, "transfer-encoding": transferEncoding } = request.headers
  if (host === undefined && request.httpVersion === "1.1") return malformed("The Host header is missing.")
  if (host !== undefined && !URL.canParse(`http://${host}/`))
    return malformed("The Host header is not valid.")
  if (transferEncoding !== undefined && transferEncoding.trim().toLowerCase() !== "chunked")
    return malformed("The only supported Transfer-Encoding is chunked.")
  return null
}

const singletons = [
  "Authorization",
  "Host",
  "Content-Type",
  "Content-Encoding",
  "Idempotency-Key",
  "Origin",
  "Sec-Fetch-Site",
  "X-Request-Id",
]

function occurrences({ rawHeaders }: IncomingMessage, name: string): number {
  return rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === name.toLowerCase()).length
}

const developmentTools = /^\/(_next|__nextjs)/

function rejectPage(
  { method, headers }: IncomingMessage,
  path: string,
  development: boolean,
): Rejection | null {
  if (!isRouterState(headers["next-router-state-tree"]))
    return malformed("The Next-Router-State-Tree header is not valid.")
  if (development && developmentTools.test(path)) return null
  if (path.startsWith("/_next/") && !path.startsWith("/_next/static/"))
    return { kind: "not_found", detail: `The path ${path} does not exist.` }
  if (method === "GET" || method === "HEAD") return null
  const detail = `${method} is not supported here. Supported: GET, HEAD.`
  return { kind: "method_not_allowed", detail, headers: { allow: "GET, HEAD" } }
}

/** The check of Next.js itself, which responds with a 500 and logs a stack trace when this header is invalid. */
function isRouterState(header: string | string[] | undefined): boolean {
  try {
    parseAndValidateFlightRouterState(header)
    return true
  } catch {
    return false
  }
}

/** Headers that only the Next.js client and its proxies may send. */
const internalHeaders =
  /^(rsc|purpose|next-.*|x-nextjs-.*|x-middleware-.*|x-invoke-.*|x-matched-path|x-slipway-.*)$/

const routeMethods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])

function prepareForRoute(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers))
    if (internalHeaders.test(name)) delete request.headers[name]
  if (request.method === undefined || routeMethods.has(request.method)) return
  request.headers[originalMethodHeader] = request.method
  request.method = "PUT"
}

/**
 * The path and query of a request target in canonical form, or null when its percent-encoding is invalid or not UTF-8.
 * Repeated and trailing slashes, dot segments and needless percent-encoding name the same resource, so that a base URL
 * with a trailing slash works without a redirect, which clients do not follow for a POST.
 */
function canonicalTarget(target: string): { path: string; query: string } | null {
  const [withoutFragment = ""] = target.replace(/^https?:\/\/[^/?#]*/i, "").split("#", 1)
  const queryAt = withoutFragment.indexOf("?")
  const path = queryAt < 0 ? withoutFragment : withoutFragment.slice(0, queryAt)
  if (!(path === "" || path.startsWith("/")) || !isDecodable(path)) return null
  const slashes = `/${path.replace(unreserved, decodeURIComponent)}`.replace(/[/\\]+/g, "/")
  const { pathname } = new URL(slashes, "http://localhost")
  return {
    path: pathname === "/" ? "/" : pathname.replace(/\/+$/, ""),
    query: queryAt < 0 ? "" : withoutFragment.slice(queryAt),
  }
}

/** RFC 3986, section 2.3: these are equivalent with and without percent-encoding. */
const unreserved = /%(?:2[DE]|3\d|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])/gi

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
