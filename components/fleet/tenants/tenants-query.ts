import { parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const tenantList = filteredList(queryKeys.tenants, api.tenants, {
  q: parseAsString,
  status: parseAsStringLiteral(["ACTIVE", "SUSPENDED"]),
  tags: parseAsString,
})
