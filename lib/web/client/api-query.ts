import { infiniteQueryOptions, type QueryKey, queryOptions } from "@tanstack/react-query"
import type { createLoader, inferParserType } from "nuqs/server"
import type { ApiPath } from "@/lib/platform/paths"
import { type Route, request, requestPage } from "@/lib/web/client/request"

interface ApiQueryOptions {
  enabled?: boolean
  staleTime?: number
  /** False: a new response is not compared with the one before. */
  structuralSharing?: boolean
}

/** A query of the response of a path, which it names so that the server can read the same. */
export function apiQuery<R extends Route>(queryKey: QueryKey, path: ApiPath<R>, options?: ApiQueryOptions) {
  const query = queryOptions({ queryKey, queryFn: ({ signal }) => request<R>(path, { signal }), ...options })
  return { ...query, path }
}

/** A query that reads a list page by page, starting at its first page. */
export function apiListQuery<R extends Route>(key: QueryKey, first: ApiPath<R>, options?: ApiQueryOptions) {
  return infiniteQueryOptions({
    queryKey: key,
    initialPageParam: first,
    queryFn: ({ pageParam, signal }) => requestPage(pageParam, { signal }),
    getNextPageParam: (page) => page.next,
    ...options,
  })
}

type Parsers = Parameters<typeof createLoader>[0]

/** A list whose filters are in the URL of its page, named like the parameters of its route. */
export function filteredList<P extends Parsers, R extends Route>(
  key: QueryKey,
  path: (filter: inferParserType<P>) => ApiPath<R>,
  parsers: P,
) {
  const query = (filter: inferParserType<P>) => apiListQuery<R>([...key, filter], path(filter))
  return { parsers, query }
}
