import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"

export const tokenFilters = {
  q: parseAsString,
  state: parseAsStringLiteral(["ACTIVE", "EXPIRED", "REVOKED"]),
}

type TokensFilter = inferParserType<typeof tokenFilters>

export const tokensQuery = (filter: TokensFilter) => apiListQuery(["tokens", filter], api.tokens(filter))
