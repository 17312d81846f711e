import { z } from "zod"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import type { User, UsersQuery } from "./schema"
import { toUser } from "./to-user"

/** All users, newest first: ids are in order of creation. */
export async function listUsers(actor: Actor, query: UsersQuery): Promise<Page<User>> {
  requireScope(actor, "admin")
  const cursor = decodeCursor(query.cursor, z.tuple([z.uuid()]))
  const contains = { contains: query.q, mode: "insensitive" as const }
  const rows = await db().user.findMany({
    where: {
      ...(cursor === null ? {} : { id: { lt: cursor[0] } }),
      ...(query.role === undefined ? {} : { role: query.role }),
      ...(query.disabled === undefined ? {} : { disabledAt: query.disabled ? { not: null } : null }),
      ...(query.q === undefined ? {} : { OR: [{ email: contains }, { name: contains }] }),
    },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => [row.id])
  return { items: page.items.map(toUser), nextCursor: page.nextCursor }
}
