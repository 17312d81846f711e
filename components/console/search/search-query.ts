import { queryOptions } from "@tanstack/react-query"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

/** Shorter queries match too much. */
export const minCharacters = 2

/** On the results page: the maximum number of results per kind, and of places per result. */
export const searchedEach = 20

/** Everything that matches, up to `limit` per kind. */
export function searchQuery(q: string, limit: number) {
  return queryOptions({
    queryKey: [...queryKeys.search, q, limit],
    enabled: q.length >= minCharacters,
    queryFn: ({ signal }) => request(api.search({ q, limit }), { signal }),
  })
}
