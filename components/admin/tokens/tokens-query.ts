import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { requestPage } from "@/lib/web/client/request"

/** The filters as query parameters of the page. */
export const tokenFilters = {
  q: parseAsString,
  state: parseAsStringLiteral(["ACTIVE", "EXPIRED", "REVOKED"]),
}

type TokensFilter = inferParserType<typeof tokenFilters>

/** API tokens, newest first; a page param is the path of the page. */
export function tokensQuery(filter: TokensFilter) {
  return infiniteQueryOptions({
    queryKey: ["tokens", filter],
    queryFn: ({ pageParam, signal }) => requestPage(pageParam, { signal }),
    initialPageParam: api.tokens(filter),
    getNextPageParam: (page) => page.next,
  })
}
