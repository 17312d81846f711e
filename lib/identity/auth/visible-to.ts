import { isAmong } from "@/lib/platform/db/conditions"
import type { Prisma } from "@/lib/platform/db/generated/client"
import type { Actor } from "./actor"

/**
 * The ids that a caller is limited to, in the forms that queries need; without a limit, all ids match. Created only by
 * `visibleTo`, so that a query cannot be given ids from elsewhere.
 */
class VisibleIds {
  constructor(private readonly ids: readonly string[] | null) {}

  get isLimited(): boolean {
    return this.ids !== null
  }

  /** A Prisma filter on the id. */
  get where(): { in?: string[] } {
    return this.ids === null ? {} : { in: [...this.ids] }
  }

  /** A condition on a column of type uuid. */
  sql(column: Prisma.Sql): Prisma.Sql {
    return isAmong(column, this.ids)
  }

  includes(id: string): boolean {
    return this.ids === null || this.ids.includes(id)
  }
}

export type { VisibleIds }

/** What the caller may see, for use in every query. */
export function visibleTo(actor: Actor): { environments: VisibleIds; tenants: VisibleIds } {
  return { environments: new VisibleIds(actor.environmentIds), tenants: new VisibleIds(actor.tenantIds) }
}
