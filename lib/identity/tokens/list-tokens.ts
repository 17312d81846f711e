import { z } from "zod"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import type { Token, TokenState, TokensQuery } from "./schema"
import { toTokens } from "./to-token"

const inState: Record<TokenState, (now: Date) => Prisma.ApiTokenWhereInput> = {
  ACTIVE: (now) => ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] }),
  EXPIRED: (now) => ({ revokedAt: null, expiresAt: { lte: now } }),
  REVOKED: () => ({ revokedAt: { not: null } }),
}

/** All tokens, including expired and revoked ones, newest first: ids are in order of creation. */
export async function listTokens(actor: Actor, query: TokensQuery): Promise<Page<Token>> {
  requireScope(actor, "admin")
  const cursor = decodeCursor(query.cursor, z.tuple([z.uuid()]))
  const rows = await db().apiToken.findMany({
    where: {
      ...(cursor === null ? {} : { id: { lt: cursor[0] } }),
      ...(query.q === undefined ? {} : { name: { contains: query.q, mode: "insensitive" } }),
      ...(query.state === undefined ? {} : inState[query.state](new Date())),
    },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => [row.id])
  return { items: await toTokens(page.items), nextCursor: page.nextCursor }
}
