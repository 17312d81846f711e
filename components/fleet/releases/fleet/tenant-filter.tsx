"use client"

import { queryOptions, useQuery } from "@tanstack/react-query"
import { Combobox } from "@/components/ui/combobox"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

const tenantChoiceQuery = queryOptions({
  queryKey: ["tenants", "choice"],
  queryFn: ({ signal }) => request<Tenant[]>(api.tenants({ limit: 500 }), { signal }),
})

/** Filters by one tenant. */
export function TenantFilter({
  tenantId,
  onTenant,
}: {
  tenantId: string | null
  onTenant: (tenantId: string | null) => void
}) {
  const tenants = useQuery(tenantChoiceQuery)
  return (
    <Combobox
      label="Tenant"
      value={tenantId ?? ""}
      none="All"
      read={tenants}
      onValueChange={(id) => onTenant(id || null)}
      options={(tenants.data ?? []).map(({ id, name, slug }) => ({
        value: id,
        label: name,
        keywords: [slug],
        hint: slug,
      }))}
    />
  )
}
