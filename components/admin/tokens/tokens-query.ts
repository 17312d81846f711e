import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"

/** The filters as query parameters of the page. */
export const tokenFilters = {
  q: parseAsString,
  state: parseAsStringLiteral(["ACTIVE", "EXPIRED", "REVOKED"]),
}

type TokensFilter = inferParserType<typeof tokenFilters>

/** API tokens, newest first. */
export const tokensQuery = (filter: TokensFilter) => apiListQuery(["tokens", filter], api.tokens(filter))
