import { parseAsString, parseAsStringLiteral } from "nuqs/server"
import type { ComboboxOption } from "@/components/ui/combobox-list"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { api } from "@/lib/platform/paths"
import { apiQuery, filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const tenantList = filteredList(queryKeys.tenants, (filter) => api("/tenants", filter), {
  q: parseAsString,
  status: parseAsStringLiteral(["ACTIVE", "SUSPENDED"]),
  tags: parseAsString,
})

export const tenantQuery = (id: string) => apiQuery(["tenant", id], api("/tenants/{id}", id))

export const tenantChoiceQuery = apiQuery(["tenants", "choice"], api("/tenants", { limit: 500 }))

export const tenantOptions = (tenants: readonly Tenant[] = []): ComboboxOption[] =>
  tenants.map(({ id, name, slug }) => ({ value: id, label: name, keywords: [slug], hint: slug }))
