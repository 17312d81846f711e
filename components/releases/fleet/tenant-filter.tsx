"use client"

import { queryOptions, useQuery } from "@tanstack/react-query"
import { Combobox } from "@/components/ui/combobox"
import { request } from "@/lib/api/request"
import { api } from "@/lib/paths"
import type { Tenant } from "@/lib/tenants/schema"

const tenantChoiceQuery = queryOptions({
  queryKey: ["tenants", "choice"],
  queryFn: ({ signal }) => request<Tenant[]>(api.tenants({ limit: 500 }), { signal }),
})

/** One tenant, or all. */
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
