import { parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const tokenList = filteredList(queryKeys.tokens, (filter) => api("/tokens", filter), {
  q: parseAsString,
  state: parseAsStringLiteral(["ACTIVE", "EXPIRED", "REVOKED"]),
})
