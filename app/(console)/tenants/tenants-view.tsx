"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { useQueryStates } from "nuqs"
import { toggleTag } from "@/components/fleet/tenants/tag-text"
import { TagList, tenantColumns } from "@/components/fleet/tenants/tenant-columns"
import { TenantDialog } from "@/components/fleet/tenants/tenant-dialog"
import { type TenantsFilter, tenantFilters, tenantsQuery } from "@/components/fleet/tenants/tenants-query"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { Button } from "@/components/ui/button"
import { DataTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { FilterField } from "@/components/ui/filter-field"
import { Picker } from "@/components/ui/picker"
import { api, pages } from "@/lib/platform/paths"

const about = ["tenant", "release"] as const

/** All tenants, filtered by the URL. Admins create and update them. */
export function TenantsView({ mayChange }: { mayChange: boolean }) {
  const [filter, choose] = useQueryStates(tenantFilters)
  const query = useInfiniteQuery({ ...tenantsQuery(filter), placeholderData: keepPreviousData })
  useReadAfterChange(about, ["tenants"])
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const chosen = (filter.tags ?? "").split(",").filter((tag) => tag !== "")
  const onTags = (tags: string | null) => void choose({ tags })
  return (
    <>
      <PageHeader title="Tenants" actions={mayChange && <NewTenant />} />
      <PageBody fill>
        <div className="flex flex-wrap items-center gap-2">
          <FilterField
            label="Filter by name or namespace"
            value={filter.q ?? ""}
            onValueChange={(q) => void choose({ q: q || null })}
          />
          <Picker
            label="Status"
            value={filter.status ?? ""}
            onValueChange={(status) => void choose({ status: status || null })}
            options={[
              { value: "", label: "any" },
              { value: "ACTIVE", label: "active" },
              { value: "SUSPENDED", label: "suspended" },
            ]}
          />
          {chosen.length > 0 && (
            <span className="inline-flex items-center gap-2 text-xs text-muted">
              Only with
              <TagList
                tags={chosen}
                chosen={chosen}
                onToggle={(tag) => onTags(toggleTag(filter.tags, tag))}
              />
            </span>
          )}
        </div>
        <DataTable
          label="Tenants, newest first"
          columns={tenantColumns({ tags: filter.tags, onTags }, mayChange)}
          rows={rows}
          rowKey={(tenant) => tenant.id}
          rowHref={(tenant) => pages.tenant(tenant.id)}
          loading={query.isPending}
          hasMore={query.hasNextPage}
          loadingMore={query.isFetchingNextPage}
          onLoadMore={() => void query.fetchNextPage()}
          className="min-h-0 flex-1"
        >
          {query.isError ? (
            <ErrorState title="Could not load tenants" read={query} />
          ) : (
            <NoTenants filter={filter} />
          )}
        </DataTable>
      </PageBody>
    </>
  )
}

function NewTenant() {
  return (
    <TenantDialog
      tenant={null}
      trigger={
        <Button variant="primary" icon={<Plus size={14} />}>
          New tenant
        </Button>
      }
    />
  )
}

function NoTenants({ filter }: { filter: TenantsFilter }) {
  if (filter.q || filter.status || filter.tags) {
    return <EmptyState title="No matching tenants">Remove a filter to see more.</EmptyState>
  }
  return (
    <EmptyState
      title="No tenants yet"
      curl={`curl -X POST $SLIPWAY_URL${api.tenants()} \\\n  -H "Authorization: Bearer $SLIPWAY_TOKEN" \\\n  -H "Content-Type: application/json" \\\n  -d '{"slug": "acme", "tags": {"tier": "gold"}}'`}
    >
      A tenant owns a namespace in a cluster; its charts are installed there.
    </EmptyState>
  )
}
