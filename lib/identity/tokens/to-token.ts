import { scopeSchema } from "@/lib/identity/auth/scope-schema"
import type { ApiToken } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import type { Token, TokenState } from "./schema"

/** Revoked takes precedence over expired, because it was deliberate. */
export function stateOf(row: Pick<ApiToken, "revokedAt" | "expiresAt">, now: Date): TokenState {
  if (row.revokedAt !== null) return "REVOKED"
  return row.expiresAt !== null && row.expiresAt <= now ? "EXPIRED" : "ACTIVE"
}

/** Converts rows to their API representation, without the hash. */
export async function toTokens(rows: readonly ApiToken[]): Promise<Token[]> {
  const ids = [...new Set(rows.flatMap((row) => row.environments))]
  const environments = ids.length === 0 ? [] : await db().environment.findMany({ where: { id: { in: ids } } })
  const names = new Map(environments.map((environment) => [environment.id, environment.name]))
  const now = new Date()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    state: stateOf(row, now),
    prefix: row.prefix,
    lastFour: row.lastFour,
    scopes: row.scopes.flatMap((scope) => scopeSchema.safeParse(scope).data ?? []),
    environments: row.environments.map((id) => names.get(id) ?? id),
    tenants: row.tenants,
    createdBy: row.createdBy,
    createdAt: toInstant(row.createdAt),
    expiresAt: toInstantOrNull(row.expiresAt),
    lastUsedAt: toInstantOrNull(row.lastUsedAt),
    revokedAt: toInstantOrNull(row.revokedAt),
    revokedBy: row.revokedBy,
  }))
}
