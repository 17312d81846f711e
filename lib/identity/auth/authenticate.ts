import { timingSafeEqual } from "node:crypto"
import { type ApiToken, Prisma } from "@/lib/platform/db/generated/client"
import { GroupedCalls } from "@/lib/platform/db/grouped-calls"
import { db, query } from "@/lib/platform/db/transaction"
import { bootstrapToken, configuredUrl } from "@/lib/platform/env"
import { DomainError } from "@/lib/platform/errors"
import type { Actor, Origin } from "./actor"
import { clientAddress } from "./client-address"
import { scopeSchema } from "./scope-schema"
import { type Scope, scopes } from "./scopes"
import { actorOfSession } from "./session"
import { bearerToken, hashToken, isWellFormedToken } from "./token-format"

type RequestHead = Pick<Request, "method" | "headers" | "url">

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
  const actor =
    authorization === null ? await actorOfSession(headers, origin) : await actorOfToken(authorization, origin)
  if (actor !== null) return actor
  if (allowAnonymous && authorization === null) return anonymous(origin)
  throw new DomainError(
    "unauthenticated",
    authorization === null || bearerToken(authorization) === null
      ? "Sign in, or send an API token as `Authorization: Bearer slw_…`."
      : "This API token is unknown, expired or revoked. Use another token.",
  )
}

function anonymous(origin: Origin): Actor {
  const noAccess = { scopes: [], environmentIds: [], tenantIds: [] }
  return { kind: "system", id: "anonymous", name: "anonymous", ...noAccess, ...origin }
}

/** Prevents cross-site request forgery: browsers send the cookie with forms of any site, so the origin is checked. */
export function rejectCrossSiteWrite(request: RequestHead, actor: Actor): void {
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
function isFromOwnPage({ headers, url }: RequestHead): boolean {
  const site = headers.get("sec-fetch-site")
  const origin = headers.get("origin")
  if (site !== null && site !== "same-origin") return false
  if (origin === null) return site === "same-origin"
  if (!URL.canParse(origin)) return false
  const configured = configuredUrl()
  if (configured !== null) return origin === new URL(configured).origin
  return site === "same-origin" || new URL(origin).host === (headers.get("host") ?? new URL(url).host)
}

const lastUseStepMs = 60_000

/** The caller for `Bearer …`, or null when the token is not valid. */
async function actorOfToken(authorization: string, origin: Origin): Promise<Actor | null> {
  const token = bearerToken(authorization)
  if (token === null) return null
  const hash = hashToken(token)
  if (isOfBootstrapToken(hash)) return bootstrapActor(origin)
  if (!isWellFormedToken(token)) return null
  const row = await lookups.call(hash)
  if (row === null || row.revokedAt !== null) return null
  if (row.expiresAt !== null && row.expiresAt.getTime() <= Date.now()) return null
  await noteUse(row)
  return {
    kind: "token",
    id: row.id,
    name: row.name,
    scopes: row.scopes.filter(isScope),
    environmentIds: row.environments.length === 0 ? null : await withMembers(row.environments),
    tenantIds: row.tenants.length === 0 ? null : row.tenants,
    ...origin,
  }
}

type TokenRow = Pick<
  ApiToken,
  "id" | "hash" | "name" | "scopes" | "environments" | "tenants" | "expiresAt" | "revokedAt" | "lastUsedAt"
>

async function findTokens(hashes: readonly Uint8Array[]): Promise<(TokenRow | null)[]> {
  const rows = await query<TokenRow>(Prisma.sql`
    SELECT id, hash, name, scopes, environments, tenants, expires_at AS "expiresAt", revoked_at AS "revokedAt",
      last_used_at AS "lastUsedAt"
    FROM api_token WHERE hash = ANY(${hashes.map((hash) => Buffer.from(hash))}::bytea[])`)
  return hashes.map((hash) => rows.find((row) => Buffer.from(row.hash).equals(hash)) ?? null)
}

/** Every request of a pipeline starts with this lookup. */
const lookups = new GroupedCalls(findTokens, async (hash) => (await findTokens([hash]))[0] ?? null)

/** A limit to an environment family includes the environments created from its pattern. */
export async function withMembers(environmentIds: readonly string[]): Promise<string[]> {
  const members = await db().environment.findMany({
    where: { familyId: { in: [...environmentIds] } },
    select: { id: true },
  })
  return [...environmentIds, ...members.map(({ id }) => id)]
}

/** A scope that this version does not know grants nothing. */
function isScope(stored: string): stored is Scope {
  return scopeSchema.safeParse(stored).success
}

function isOfBootstrapToken(hash: Uint8Array): boolean {
  const expected = bootstrapToken()
  return expected !== null && timingSafeEqual(hash, hashToken(expected))
}

function bootstrapActor(origin: Origin): Actor {
  const fullAccess = { scopes, environmentIds: null, tenantIds: null }
  return { kind: "token", id: "bootstrap", name: "bootstrap token", ...fullAccess, ...origin }
}

/** At most one write per token and minute, so that a busy pipeline does not update the row on each request. */
async function noteUse(row: { id: string; lastUsedAt: Date | null }): Promise<void> {
  const now = Date.now()
  if (row.lastUsedAt !== null && row.lastUsedAt.getTime() > now - lastUseStepMs) return
  await db().apiToken.updateMany({
    where: { id: row.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: new Date(now - lastUseStepMs) } }] },
    data: { lastUsedAt: new Date(now) },
  })
}
