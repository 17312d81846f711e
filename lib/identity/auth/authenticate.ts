import { configuredUrl } from "@/lib/platform/env"
import { DomainError } from "@/lib/platform/errors"
import type { Actor } from "./actor"
import { clientAddress } from "./client-address"
import { actorOfSession } from "./session"
import { actorOfToken } from "./token-actor"

type Written = Pick<Request, "method" | "headers" | "url">

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"])

/**
 * Identifies the caller from the database on each request, so that a revocation or a new role takes effect immediately.
 * An invalid Authorization header is a 401 even when the request also has a valid cookie.
 */
export async function authenticate(
  headers: Headers,
  requestId: string,
  allowAnonymous = false,
): Promise<Actor> {
  const origin = { requestId, address: clientAddress(headers) }
  const authorization = headers.get("authorization")
  if (authorization !== null && /,\s*(bearer|basic|digest)\s/i.test(authorization))
    throw new DomainError("malformed", "The Authorization header is sent more than once.")
  const found =
    authorization === null ? await actorOfSession(headers, origin) : await actorOfToken(authorization, origin)
  if (found !== null) return found
  if (allowAnonymous && authorization === null) return anonymous(origin)
  throw new DomainError(
    "unauthenticated",
    authorization === null
      ? "Sign in, or send an API token as `Authorization: Bearer slw_…`."
      : "This API token is unknown, expired or revoked. Use another token.",
  )
}

function anonymous(origin: { requestId: string; address: string | null }): Actor {
  const noAccess = { scopes: [], environmentIds: [], tenantIds: [] }
  return { kind: "system", id: "anonymous", name: "anonymous", ...noAccess, ...origin }
}

/** Prevents cross-site request forgery: browsers send the cookie with forms of any site, so the origin is checked. */
export function refuseCrossSiteWrite(request: Written, actor: Actor): void {
  if (actor.kind !== "user" || safeMethods.has(request.method) || isFromOwnPage(request)) return
  throw new DomainError(
    "forbidden",
    "A change made with a browser session must come from Slipway's own pages. Use an API token elsewhere.",
    "cross_site_write",
  )
}

/**
 * Browsers send Origin with every write, and pages cannot forge it or Sec-Fetch-Site. When SLIPWAY_URL is set, it is the
 * only allowed origin; X-Forwarded-Host is ignored, because clients can send it.
 */
function isFromOwnPage({ headers, url }: Written): boolean {
  const site = headers.get("sec-fetch-site")
  const origin = headers.get("origin")
  if (site !== null && site !== "same-origin") return false
  if (origin === null) return site === "same-origin"
  if (!URL.canParse(origin)) return false
  const configured = configuredUrl()
  if (configured !== null) return origin === new URL(configured).origin
  return site === "same-origin" || new URL(origin).host === (headers.get("host") ?? new URL(url).host)
}
