import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { notFound } from "@/lib/platform/errors"
import { cursorInstant, cutPage, decodeCursor, mapPage, type Page } from "@/lib/platform/page"
import type { DeploymentFilters, HistoryOrder } from "./filters"
import type { HistorySort } from "./history-sorts"
import { scopeHistory } from "./history-sql"
import { readHistory } from "./read-history"
import { readSortedHistory, sortedCursor } from "./read-sorted-history"
import type { Deployment } from "./schema"
import { toDeployment } from "./to-deployment"

export type HistoryQuery = DeploymentFilters & {
  limit: number
  cursor?: string
  order?: HistoryOrder
  sort?: HistorySort
}

/** deployedAt and seq of the last row of the previous page. */
const cursorKey = z.tuple([cursorInstant, z.string().regex(/^\d{1,18}$/)])

/** One page of the history visible to the caller, by deployedAt or by another field. */
export async function listDeployments(
  actor: Actor,
  { sort, ...query }: HistoryQuery,
): Promise<Page<Deployment>> {
  return sort === undefined ? listByTime(actor, query) : listSorted(actor, sort, query)
}

async function listSorted(
  actor: Actor,
  sort: HistorySort,
  { limit, cursor, order: _order, ...filters }: HistoryQuery,
): Promise<Page<Deployment>> {
  const after = decodeCursor(cursor, sortedCursor(sort))
  const rows = await readSortedHistory(await scopeHistory(actor, filters), sort, after, limit + 1)
  const page = cutPage(rows, limit, (row) => [row.sortKey, row.deployedAt.toISOString(), String(row.seq)])
  return mapPage(page, toDeployment)
}

async function listByTime(
  actor: Actor,
  { limit, cursor, order, ...filters }: HistoryQuery,
): Promise<Page<Deployment>> {
  const after = decodeCursor(cursor, cursorKey)
  const scope = { ...(await scopeHistory(actor, filters)), order }
  const position = after === null ? null : { deployedAt: new Date(after[0]), seq: BigInt(after[1]) }
  const rows = await readHistory(scope, position, limit + 1)
  const page = cutPage(rows, limit, (row) => [row.deployedAt.toISOString(), String(row.seq)])
  return mapPage(page, toDeployment)
}

type TagScope = Pick<DeploymentFilters, "environment" | "application" | "includeAnnulled">

/** The newest deployment of an image tag, whatever its status. */
export async function getDeploymentByTag(
  actor: Actor,
  imageTag: string,
  scope: TagScope,
): Promise<Deployment> {
  const [row] = await readHistory(await scopeHistory(actor, { ...scope, imageTag }), null, 1)
  if (row === undefined) throw notFound(`No deployment of ${imageTag} was found.`)
  return toDeployment(row)
}

export async function hasImageTag(actor: Actor, imageTag: string, scope: TagScope): Promise<boolean> {
  const rows = await readHistory(await scopeHistory(actor, { ...scope, imageTag }), null, 1)
  return rows.length > 0
}
