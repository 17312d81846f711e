import { infiniteQueryOptions } from "@tanstack/react-query"
import { requestPage } from "@/lib/api/request"
import { api } from "@/lib/paths"
import type { Token, TokenState } from "@/lib/tokens/schema"

export type TokensFilter = { q: string | null; state: TokenState | null }

/** API tokens, newest first; a page param is the path of the page. */
export function tokensQuery(filter: TokensFilter) {
  return infiniteQueryOptions({
    queryKey: ["tokens", filter],
    queryFn: ({ pageParam, signal }) => requestPage<Token>(pageParam, { signal }),
    initialPageParam: api.tokens(filter),
    getNextPageParam: (page) => page.next,
  })
}
