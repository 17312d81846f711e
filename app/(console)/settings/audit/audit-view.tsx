"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { auditColumns } from "@/components/admin/audit/audit-columns"
import { type AuditFilter, auditFilters, auditQuery } from "@/components/admin/audit/audit-query"
import { VerifyButton } from "@/components/admin/audit/verify-button"
import { ListPage, useOpenedRow } from "@/components/layout/list-page"
import { usePolling } from "@/components/layout/live"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { rowsOf } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import type { ListFilter } from "@/components/ui/filters"
import { lazyDrawer } from "@/components/ui/lazy-drawer"
import { api, pages } from "@/lib/platform/paths"

const AuditDrawer = lazyDrawer(() => import("@/components/admin/audit/audit-drawer"))

const about = ["deployment", "release", "rollout", "tenant"] as const
/** Sign-ins and new tokens publish no live event, so they are polled. */
const lookMs = 15_000
/** A busy pipeline writes several entries per second. */
const busyPauseMs = 2_000

const filters: readonly ListFilter<keyof AuditFilter>[] = [
  { kind: "search", name: "actor", label: "Actor" },
  { kind: "search", name: "action", label: "Action, such as deployment" },
  { kind: "period" },
  { kind: "detail", linked: true, name: "subjectType", label: "Subject" },
  { kind: "detail", linked: true, name: "subjectId", label: "Subject ID" },
]

/** The audit log, newest first, updated live. */
export function AuditView() {
  const [filter, setFilter] = useQueryStates(auditFilters)
  const query = useInfiniteQuery({
    ...auditQuery(filter),
    placeholderData: keepPreviousData,
    refetchInterval: usePolling(lookMs),
  })
  useReadAfterChange(about, ["audit"], busyPauseMs)
  const opened = useOpenedRow("entry", rowsOf(query), (row) => row.id)
  return (
    <>
      <ListPage
        title="Audit"
        tableId="audit"
        label="Audit log"
        noun="audit entries"
        columns={auditColumns}
        query={query}
        rowKey={(row) => row.id}
        rowHref={(row) => pages.audit({ ...filter, entry: row.id })}
        opened={opened}
        values={filter}
        onFilter={(change) => void setFilter(change)}
        filters={filters}
        csvHref={api.auditExport({ ...filter, format: "csv" })}
        actions={<VerifyButton />}
        noMatches="Filters match part of the name of a user or token, and part of the name of an action."
      >
        <EmptyState title="No audit entries yet">Every change is listed here, with who made it.</EmptyState>
      </ListPage>
      <AuditDrawer {...opened.drawer} />
    </>
  )
}
