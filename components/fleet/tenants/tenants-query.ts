import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"

/** The filter of the list, as stored in the URL. */
export const tenantFilters = {
  q: parseAsString,
  status: parseAsStringLiteral(["ACTIVE", "SUSPENDED"]),
  tags: parseAsString,
}

export type TenantsFilter = inferParserType<typeof tenantFilters>

/** Tenants, newest first. */
export const tenantsQuery = (filter: TenantsFilter) => apiListQuery(["tenants", filter], api.tenants(filter))
