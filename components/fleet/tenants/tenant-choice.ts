import type { ComboboxOption } from "@/components/ui/combobox-list"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"

export const tenantChoiceQuery = apiQuery(["tenants", "choice"], api.tenants({ limit: 500 }))

export const tenantOptions = (tenants: readonly Tenant[] = []): ComboboxOption[] =>
  tenants.map(({ id, name, slug }) => ({ value: id, label: name, keywords: [slug], hint: slug }))
