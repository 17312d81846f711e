"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import { parseAsString, useQueryStates } from "nuqs"
import { AuditDrawer, auditColumns } from "@/components/admin/audit/audit-drawer"
import { auditFilters, auditQuery } from "@/components/admin/audit/audit-query"
import { VerifyButton } from "@/components/admin/audit/verify-button"
import { useLive } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { buttonClass } from "@/components/ui/button-class"
import { DataTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { FilterField } from "@/components/ui/filter-field"
import { PeriodFilter } from "@/components/ui/period-filter"
import { api, pages } from "@/lib/platform/paths"

const about = ["deployment", "release", "rollout", "tenant"] as const
/** Sign-ins and new tokens publish no live event, so they are polled. */
const lookMs = 15_000
/** A busy pipeline writes several entries per second. */
const busyPauseMs = 2_000

/** The audit log, newest first, updated live. */
export function AuditView() {
  const [filter, choose] = useQueryStates(auditFilters)
  const [{ entry }, open] = useQueryStates({ entry: parseAsString })
  const { paused } = useLive()
  const query = useInfiniteQuery({
    ...auditQuery(filter),
    placeholderData: keepPreviousData,
    refetchInterval: paused ? false : lookMs,
  })
  useReadAfterChange(about, ["audit"], busyPauseMs)
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const index = rows.findIndex((row) => row.id === entry)
  const at = (position: number) => {
    const row = rows[position]
    return index < 0 || row === undefined ? undefined : () => void open({ entry: row.id })
  }

  return (
    <>
      <PageHeader
        title="Audit"
        actions={
          <>
            <a
              href={api.auditExport({ ...filter, format: "csv" })}
              download
              className={buttonClass("secondary")}
            >
              <Download size={14} aria-hidden="true" /> CSV
            </a>
            <VerifyButton />
          </>
        }
      />
      <PageBody fill>
        <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
          <FilterField
            label="Actor (name or ID)"
            value={filter.actor ?? ""}
            onValueChange={(actor) => void choose({ actor: actor || null })}
          />
          <FilterField
            label="Action, such as deployment.recorded"
            value={filter.action ?? ""}
            onValueChange={(action) => void choose({ action: action || null })}
          />
          <PeriodFilter period={filter} onPeriod={(period) => void choose(period)} />
        </search>
        <DataTable
          label="Audit log"
          tableId="audit"
          columns={auditColumns}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => pages.audit({ ...filter, entry: row.id })}
          onOpenRow={(row) => void open({ entry: row.id })}
          selectedKey={entry}
          loading={query.isPending}
          hasMore={query.hasNextPage}
          loadingMore={query.isFetchingNextPage}
          onLoadMore={() => void query.fetchNextPage()}
          className="shrink"
        >
          {query.isError ? (
            <ErrorState title="Could not load the audit log" read={query} />
          ) : (
            <EmptyState title="No matching entries">
              Filters match the full name of a user or token, and the full name of an action.
            </EmptyState>
          )}
        </DataTable>
      </PageBody>
      <AuditDrawer
        entry={rows[index] ?? null}
        onClose={() => void open({ entry: null })}
        onNext={at(index + 1)}
        onPrevious={at(index - 1)}
      />
    </>
  )
}
