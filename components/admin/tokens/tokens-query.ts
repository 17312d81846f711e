import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { pagesFrom } from "@/lib/web/client/request"

/** The filters as query parameters of the page. */
export const tokenFilters = {
  q: parseAsString,
  state: parseAsStringLiteral(["ACTIVE", "EXPIRED", "REVOKED"]),
}

type TokensFilter = inferParserType<typeof tokenFilters>

/** API tokens, newest first. */
export function tokensQuery(filter: TokensFilter) {
  return infiniteQueryOptions({
    queryKey: ["tokens", filter],
    ...pagesFrom(api.tokens(filter)),
  })
}
