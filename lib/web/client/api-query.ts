import { infiniteQueryOptions, type QueryKey, queryOptions } from "@tanstack/react-query"
import type { ApiPath } from "@/lib/platform/paths"
import { pagesFrom, type Route, request } from "@/lib/web/client/request"

interface ApiQueryOptions {
  enabled?: boolean
  staleTime?: number
}

/** A query of the response of a path. */
export function apiQuery<R extends Route>(queryKey: QueryKey, path: ApiPath<R>, options?: ApiQueryOptions) {
  return queryOptions({ queryKey, queryFn: ({ signal }) => request<R>(path, { signal }), ...options })
}

/** A query that reads a list page by page, starting at its first page. */
export function apiListQuery<R extends Route>(key: QueryKey, first: ApiPath<R>, options?: ApiQueryOptions) {
  return infiniteQueryOptions({ queryKey: key, ...pagesFrom(first), ...options })
}
