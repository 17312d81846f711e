import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

/** Shorter queries match too much. */
export const minCharacters = 2

/** On the results page: the maximum number of results per kind, and of places per result. */
export const hitsPerGroup = 20

export const searchQuery = (q: string, limit: number) =>
  apiQuery([...queryKeys.search, q, limit], api("/search", { q, limit }), {
    enabled: q.length >= minCharacters,
  })
