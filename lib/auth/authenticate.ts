import { DomainError } from "@/lib/errors"
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

/** A browser sends its cookie along with any site's form; only this site's own pages may change anything by it. */
export function refuseCrossSiteWrite(request: Request, actor: Actor): void {
  if (actor.kind !== "user" || safeMethods.has(request.method)) return
  const site = request.headers.get("sec-fetch-site")
  if (site === "same-origin") return
  const origin = request.headers.get("origin")
  if (site === null && origin !== null && URL.canParse(origin)) {
    const host =
      request.headers.get("x-forwarded-host") ?? request.headers.get("host") ?? new URL(request.url).host
    if (new URL(origin).host === host) return
  }
  throw new DomainError(
    "forbidden",
    "A change made with a browser session must come from Slipway's own pages.",
    {
      code: "cross_site_write",
    },
  )
}
