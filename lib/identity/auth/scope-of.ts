import { Prisma } from "@/lib/platform/db/generated/client"
import type { Actor } from "./actor"

/** The ids that a caller is limited to, in the forms that queries take; without a limit, all of them match. */
type VisibleIds = {
  /** A Prisma filter of the id. */
  where: { in?: string[] }
  /** A condition on a column of type uuid. */
  sql: (column: Prisma.Sql) => Prisma.Sql
  includes: (id: string) => boolean
}

/** What the caller may see, to become part of every query. */
export function scopeOf(actor: Actor): { environments: VisibleIds; tenants: VisibleIds } {
  return { environments: visible(actor.environmentIds), tenants: visible(actor.tenantIds) }
}

function visible(ids: readonly string[] | null): VisibleIds {
  if (ids === null) return { where: {}, sql: () => Prisma.sql`true`, includes: () => true }
  return {
    where: { in: [...ids] },
    sql: (column) => Prisma.sql`${column} = ANY(${[...ids]}::uuid[])`,
    includes: (id) => ids.includes(id),
  }
}
