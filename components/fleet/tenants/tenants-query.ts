import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { pagesFrom } from "@/lib/web/client/request"

/** The filter of the list, as stored in the URL. */
export const tenantFilters = {
  q: parseAsString,
  status: parseAsStringLiteral(["ACTIVE", "SUSPENDED"]),
  tags: parseAsString,
}

export type TenantsFilter = inferParserType<typeof tenantFilters>

/** Tenants, newest first. */
export function tenantsQuery(filter: TenantsFilter) {
  return infiniteQueryOptions({
    queryKey: ["tenants", filter],
    ...pagesFrom(api.tenants(filter)),
  })
}
