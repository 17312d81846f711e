"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import { parseAsString, useQueryStates } from "nuqs"
import { auditColumns } from "@/components/admin/audit/audit-columns"
import { AuditDrawer } from "@/components/admin/audit/audit-drawer"
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
import { api, pages } from "@/lib/platform/paths"

const about = ["deployment", "release", "rollout", "tenant"] as const
/** A sign-in or a new token says nothing on the stream: it is looked for. */
const lookMs = 15_000
/** A busy pipeline writes several entries a second. */
const busyPauseMs = 2_000

/** Who did what, the newest first, as it is done. */
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
        <div className="flex flex-wrap gap-2">
          <FilterField
            label="Who: name or id"
            value={filter.actor ?? ""}
            onValueChange={(actor) => void choose({ actor: actor || null })}
          />
          <FilterField
            label="What: deployment.recorded"
            value={filter.action ?? ""}
            onValueChange={(action) => void choose({ action: action || null })}
          />
        </div>
        <DataTable
          label="Audit log"
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
            <ErrorState
              title="The audit log could not be read"
              error={query.error}
              onRetry={() => void query.refetch()}
            />
          ) : (
            <EmptyState title="Nothing like that was done">
              Filters match the whole name of a person or token, and the whole word of an action.
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
