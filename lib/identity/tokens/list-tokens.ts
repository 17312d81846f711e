import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { scopeSchema } from "@/lib/identity/auth/scope-schema"
import { containsFilter } from "@/lib/platform/db/contains-filter"
import type { ApiToken, Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { cutIdPage, decodeIdCursor, type Page } from "@/lib/platform/page"
import { environmentNames } from "./limits"
import { type Token, type TokenState, type TokensQuery, tokenSchema } from "./schema"

const inState: Record<TokenState, (now: Date) => Prisma.ApiTokenWhereInput> = {
  ACTIVE: (now) => ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }),
  EXPIRED: (now) => ({ revokedAt: null, expiresAt: { lte: now } }),
  REVOKED: () => ({ revokedAt: { not: null } }),
}

/** All tokens, including expired and revoked ones, newest first: ids are in order of creation. */
export async function listTokens(actor: Actor, query: TokensQuery): Promise<Page<Token>> {
  requireScope(actor, "admin")
  const rows = await db().apiToken.findMany({
    where: {
      id: { lt: decodeIdCursor(query.cursor) },
      name: query.q === undefined ? undefined : containsFilter(query.q),
      ...(query.state === undefined ? {} : inState[query.state](new Date())),
    },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  })
  const page = cutIdPage(rows, query.limit)
  return { items: await toTokens(page.items), nextCursor: page.nextCursor }
}

/** Revoked takes precedence over expired, because it was deliberate. */
function stateOf(row: Pick<ApiToken, "revokedAt" | "expiresAt">, now: Date): TokenState {
  if (row.revokedAt !== null) return "REVOKED"
  return row.expiresAt !== null && row.expiresAt <= now ? "EXPIRED" : "ACTIVE"
}

/** Converts rows to their API representation, without the hash. */
export async function toTokens(rows: readonly ApiToken[]): Promise<Token[]> {
  const namesOf = await environmentNames(rows)
  const now = new Date()
  return rows.map((row) => ({
    ...fieldsOf(tokenSchema, row),
    state: stateOf(row, now),
    scopes: row.scopes.flatMap((scope) => scopeSchema.safeParse(scope).data ?? []),
    environments: namesOf(row.environments),
  }))
}

export async function getToken(actor: Actor, id: string): Promise<Token> {
  requireScope(actor, "admin")
  const [token] = await toTokens(await db().apiToken.findMany({ where: { id } }))
  if (token === undefined) throw notFound(`There is no token ${id}.`)
  return token
}
