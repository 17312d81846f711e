import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import type { DeploymentFilters } from "./filters"
import { scopeHistory } from "./history-scope"
import { readHistory } from "./read-history"
import type { Deployment } from "./schema"
import { toDeployment } from "./to-deployment"

export type HistoryQuery = DeploymentFilters & { limit: number; cursor?: string }

/** deployedAt and seq of the last row of the previous page. */
const cursorKey = z.tuple([z.iso.datetime(), z.string().regex(/^\d{1,18}$/)])

/** One page of the history visible to the caller, newest deployedAt first. */
export async function listDeployments(
  actor: Actor,
  { limit, cursor, ...filters }: HistoryQuery,
): Promise<Page<Deployment>> {
  const after = decodeCursor(cursor, cursorKey)
  const scope = await scopeHistory(actor, filters)
  const place = after === null ? null : { deployedAt: new Date(after[0]), seq: BigInt(after[1]) }
  const rows = await readHistory(scope, place, limit + 1)
  const page = cutPage(rows, limit, (row) => [row.deployedAt.toISOString(), String(row.seq)])
  return { ...page, items: page.items.map(toDeployment) }
}
