import { DomainError } from "@/lib/platform/errors"
import { grants, type Scope } from "./scopes"

export const actorKinds = ["user", "token", "event-source", "system"] as const

/** The caller and its permissions; the first argument of every use case. */
export type Actor = {
  kind: (typeof actorKinds)[number]
  id: string
  name: string
  scopes: readonly Scope[]
  /** Ids of the only environments this caller can see and change; null = all. */
  environmentIds: readonly string[] | null
  /** Ids of the only tenants this caller can see and change; null = all. */
  tenantIds: readonly string[] | null
  requestId: string | null
  address: string | null
  /** The only application that an event source records for. */
  application?: string
  /** The source of a request that an admin replays: externalIds belong to this source. */
  source?: string
}

/** Where a request comes from, for the log and the audit. */
export type Origin = Pick<Actor, "requestId" | "address">

/** The namespace of a caller's externalIds, and the owner of its idempotency keys. */
export function sourceOf({ kind, id, source }: Actor): string {
  return source ?? `${kind}:${id}`
}

export function hasScope(actor: Actor, scope: Scope): boolean {
  return grants(actor.scopes, scope)
}

/** A limited caller must not have admin rights, because it could create a token without the limit. */
function isLimited(actor: Actor): boolean {
  return actor.environmentIds !== null || actor.tenantIds !== null
}

/** Throws a 403 unless the caller has the scope. */
export function requireScope(actor: Actor, scope: Scope): void {
  if (hasScope(actor, scope) && scope === "admin" && isLimited(actor)) {
    throw new DomainError(
      "forbidden",
      "This token is limited to certain environments or tenants. Use a token without limits.",
      "token_limited",
    )
  }
  if (hasScope(actor, scope)) return
  throw new DomainError(
    "forbidden",
    `This requires the scope ${scope}. ${actor.kind === "user" ? "Ask an admin for a role that has it." : "Use a token that has it."}`,
    "missing_scope",
  )
}

/** Throws a 403 for an API token, which has no user account. */
export function requirePerson(actor: Actor): void {
  if (actor.kind === "user") return
  throw new DomainError(
    "forbidden",
    "This requires a signed-in user; an API token has no account.",
    "not_a_person",
  )
}

/** Slipway itself, for startup and scheduled tasks. */
export function systemActor(name: string): Actor {
  return {
    kind: "system",
    id: name,
    name,
    scopes: ["admin"],
    environmentIds: null,
    tenantIds: null,
    requestId: null,
    address: null,
  }
}
