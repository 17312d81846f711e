import { queryOptions } from "@tanstack/react-query"
import type { Search } from "@/lib/console/search/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** Fewer find too much. */
export const minCharacters = 2

/** On the page of results: of each kind so many, and of each so many places. */
export const searchedEach = 20

/** Everything that begins so, so many of each kind. */
export function searchQuery(q: string, limit: number) {
  return queryOptions({
    queryKey: ["search", q, limit],
    enabled: q.length >= minCharacters,
    queryFn: ({ signal }) => request<Search>(api.search({ q, limit }), { signal }),
  })
}
