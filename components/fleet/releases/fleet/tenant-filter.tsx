"use client"

import { useQuery } from "@tanstack/react-query"
import { X } from "lucide-react"
import { Button } from "@/components/ui/button"
import { Combobox } from "@/components/ui/combobox"
import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"

export const tenantChoiceQuery = apiQuery(["tenants", "choice"], api.tenants({ limit: 500 }))

/** A filter set by a link, with a button to remove it. */
export function Taken({ what, onRemove }: { what: string; onRemove: () => void }) {
  return (
    <Button aria-label={`Only ${what}: remove this filter`} onClick={onRemove}>
      <span className="font-normal text-muted">Only</span> {what}
      <X size={13} className="text-muted" />
    </Button>
  )
}

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
