import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Page } from "@/lib/platform/page"
import type { Query } from "@/lib/platform/paths"
import type { Page as ApiPage } from "@/lib/web/client/request"

export type List<Q, T, Path extends string> = {
  /** The query schema of the list's route. */
  schema: z.core.$ZodType<Q>
  /** The function behind the route. */
  handler: (actor: Actor, query: Q) => Promise<Page<T>>
  /** The route's path with a query. */
  path: (query: Query) => Path
}

/**
 * The first page of a list as the API would return it, read without an HTTP request. Empty filters are omitted; an
 * invalid filter throws, and the view then requests the API and shows its error.
 */
export async function firstPage<Q, T, Path extends string>(
  actor: Actor,
  filter: Query,
  { schema, handler, path }: List<Q, T, Path>,
): Promise<ApiPage<T, Path>> {
  const { items, nextCursor, incomplete } = await handler(actor, parseFilter(schema, filter))
  return { items, next: nextCursor === null ? null : path({ ...filter, cursor: nextCursor }), incomplete }
}

/** The query of a route, whose parameters are texts, from the filters of a page, which are empty when the URL has none. */
export function parseFilter<Q>(schema: z.core.$ZodType<Q>, filter: object): Q {
  const setFilters = Object.entries(filter).filter(
    ([, value]) => value !== null && value !== undefined && value !== "",
  )
  const parameters = setFilters.map(([name, value]) => [name, isBoolean(value) ? String(value) : value])
  return z.parse(schema, Object.fromEntries(parameters))
}

const isBoolean = (value: unknown) => value === true || value === false
