import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { withTenantAndOperation } from "./find-release"
import { fleetFilter } from "./fleet-filter"
import type { ReleaseQuery } from "./fleet-schema"
import type { Release } from "./schema"
import { toRelease } from "./to-release"

const cursorKey = z.tuple([z.uuid()])

/** One page of the releases visible to the caller, newest first. */
export async function listReleases(
  actor: Actor,
  { limit, cursor, ...filters }: ReleaseQuery,
): Promise<Page<Release>> {
  const after = decodeCursor(cursor, cursorKey)
  const rows = await db().release.findMany({
    where: { AND: [await fleetFilter(actor, filters), after === null ? {} : { id: { lt: after[0] } }] },
    include: withTenantAndOperation,
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  const page = cutPage(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(toRelease) }
}
