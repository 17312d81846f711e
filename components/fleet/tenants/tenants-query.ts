import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"

export const tenantFilters = {
  q: parseAsString,
  status: parseAsStringLiteral(["ACTIVE", "SUSPENDED"]),
  tags: parseAsString,
}

export type TenantsFilter = inferParserType<typeof tenantFilters>

export const tenantsQuery = (filter: TenantsFilter) => apiListQuery(["tenants", filter], api.tenants(filter))
