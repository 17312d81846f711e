import { configuredUrl } from "@/lib/platform/env"
import { DomainError } from "@/lib/platform/errors"
import type { Actor } from "./actor"
import { clientAddress } from "./client-address"
import { actorOfSession } from "./session"
import { actorOfToken } from "./token-actor"

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"])

/**
 * Who is asking, looked up afresh at each request so that a revocation or a new role counts at once.
 * A bad Authorization header is a 401 even where a good cookie comes with it.
 */
export async function authenticate(
  headers: Headers,
  requestId: string,
  allowAnonymous = false,
): Promise<Actor> {
  const origin = { requestId, address: clientAddress(headers) }
  const authorization = headers.get("authorization")
  if (authorization !== null && /,\s*(bearer|basic|digest)\s/i.test(authorization))
    throw new DomainError("malformed", "The header Authorization is sent more than once.")
  const found =
    authorization === null ? await actorOfSession(headers, origin) : await actorOfToken(authorization, origin)
  if (found !== null) return found
  if (allowAnonymous && authorization === null) return anonymous(origin)
  throw new DomainError(
    "unauthenticated",
    authorization === null
      ? "Sign in, or send an API token as `Authorization: Bearer slw_…`."
      : "This API token is not known, has expired or was revoked.",
  )
}

function anonymous(origin: { requestId: string; address: string | null }): Actor {
  const nobody = { scopes: [], environmentIds: [], tenantIds: [] }
  return { kind: "system", id: "anonymous", name: "anonymous", ...nobody, ...origin }
}

/** A browser sends its cookie along with any site's form; only Slipway's own pages may change anything by it. */
export function refuseCrossSiteWrite(request: Request, actor: Actor): void {
  if (actor.kind !== "user" || safeMethods.has(request.method) || isFromOwnPage(request)) return
  throw new DomainError(
    "forbidden",
    "A change made with a browser session must come from Slipway's own pages.",
    {
      code: "cross_site_write",
    },
  )
}

/**
 * Browsers send Origin with every write, and pages cannot forge it or Sec-Fetch-Site. SLIPWAY_URL decides where it is
 * set; X-Forwarded-Host never does, since a client can send it too.
 */
function isFromOwnPage({ headers, url }: Request): boolean {
  const site = headers.get("sec-fetch-site")
  const origin = headers.get("origin")
  if (site !== null && site !== "same-origin") return false
  if (origin === null) return site === "same-origin"
  if (!URL.canParse(origin)) return false
  const configured = configuredUrl()
  if (configured !== null) return origin === new URL(configured).origin
  return site === "same-origin" || new URL(origin).host === (headers.get("host") ?? new URL(url).host)
}
