"use client"

import { tagsOfFilter } from "@/components/fleet/tenants/tag-text"
import { TagList, TenantDialog, tenantColumns } from "@/components/fleet/tenants/tenant-columns"
import { tenantList } from "@/components/fleet/tenants/tenant-queries"
import { ListPage, useList } from "@/components/layout/list-page"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { NewButton } from "@/components/ui/dialog-button"
import { EmptyState } from "@/components/ui/empty-state"
import { api, pages } from "@/lib/platform/paths"

const subjects = ["tenant", "release"] as const
const statusOptions = [
  { value: "ACTIVE", label: "Active" },
  { value: "SUSPENDED", label: "Suspended" },
]

export function TenantsView({ canChange }: { canChange: boolean }) {
  const list = useList(tenantList)
  useReadAfterChange(subjects, ["tenants"])
  const tagFilter = { tags: list.values.tags, onTags: (tags: string | null) => list.onFilter({ tags }) }
  const chosenTags = tagsOfFilter(tagFilter.tags)
  return (
    <ListPage
      title="Tenants"
      actions={canChange && <NewTenant />}
      tableId="tenants"
      label="Tenants, newest first"
      columns={tenantColumns(tagFilter, canChange)}
      {...list}
      rowKey={(tenant) => tenant.id}
      rowHref={(tenant) => pages.tenant(tenant.id)}
      filters={[
        { kind: "search", name: "q", label: "Filter by name or namespace" },
        { kind: "choice", name: "status", label: "Status", options: statusOptions },
      ]}
      moreControls={
        chosenTags.length > 0 && (
          <span className="inline-flex items-center gap-2 text-xs text-muted">
            Only with
            <TagList tags={chosenTags} filter={tagFilter} />
          </span>
        )
      }
    >
      <EmptyState
        title="No tenants yet"
        actions={canChange && <NewTenant />}
        curl={`curl -X POST $SLIPWAY_URL${api("/tenants")} \\\n  -H "Authorization: Bearer $SLIPWAY_TOKEN" \\\n  -H "Content-Type: application/json" \\\n  -d '{"slug": "acme", "tags": {"tier": "gold"}}'`}
      >
        A tenant owns a namespace in a cluster; its charts are installed there.
        {!canChange && " Operators and pipelines create tenants."}
      </EmptyState>
    </ListPage>
  )
}

function NewTenant() {
  return <NewButton dialog={(state) => <TenantDialog {...state} tenant={null} />}>New tenant</NewButton>
}
