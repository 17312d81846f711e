"use client"

import { ShieldAlert, ShieldCheck } from "lucide-react"
import { auditColumns } from "@/components/admin/audit/audit-columns"
import { auditList } from "@/components/admin/audit/audit-query"
import { ListPage, useList, useOpenedRow } from "@/components/layout/list-page"
import { usePolling } from "@/components/layout/live"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { EmptyState } from "@/components/ui/empty-state"
import type { ListFilter } from "@/components/ui/filters"
import { FormError } from "@/components/ui/form-error"
import { lazyDrawer } from "@/components/ui/lazy-trigger"
import { Spinner } from "@/components/ui/spinner"
import { rowsOf } from "@/components/ui/table-query"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { AuditVerification } from "@/lib/identity/audit/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api, pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const AuditDrawer = lazyDrawer(() => import("@/components/admin/audit/audit-drawer"))

const subjects = ["deployment", "release", "rollout", "tenant"] as const
/** Sign-ins and new tokens publish no live event, so they are polled. */
const pollMs = 15_000
/** A busy pipeline writes several entries per second. */
const busyPauseMs = 2_000

const filters: readonly ListFilter<keyof typeof auditList.parsers>[] = [
  { kind: "search", name: "actor", label: "Actor" },
  { kind: "search", name: "action", label: "Action, such as deployment" },
  { kind: "period" },
  { kind: "detail", linked: true, name: "subjectType", label: "Subject" },
  { kind: "detail", linked: true, name: "subjectId", label: "Subject ID" },
]

export function AuditView() {
  const list = useList(auditList, usePolling(pollMs))
  useReadAfterChange(subjects, queryKeys.audit, busyPauseMs)
  const opened = useOpenedRow("entry", rowsOf(list.query), (row) => row.id)
  return (
    <>
      <ListPage
        title="Audit"
        tableId="audit"
        label="Audit log"
        noun="audit entries"
        columns={auditColumns}
        {...list}
        rowKey={(row) => row.id}
        rowHref={(row) => pages.audit({ ...list.values, entry: row.id })}
        opened={opened}
        filters={filters}
        csvHref={api("/audit/export", { ...list.values, format: "csv" })}
        actions={<VerifyButton />}
        noMatches="Filters match part of the name of a user or token, and part of the name of an action."
      >
        <EmptyState title="No audit entries yet">Every change is listed here, with who made it.</EmptyState>
      </ListPage>
      <AuditDrawer {...opened.drawer} />
    </>
  )
}

function VerifyButton() {
  const verify = useApiMutation("GET", api("/audit/verify"))
  return (
    <Dialog
      width="sm"
      trigger={
        <Button icon={<ShieldCheck size={14} />} onClick={() => verify.mutate(undefined)}>
          Verify
        </Button>
      }
      title="Verify the audit log"
      description="Each entry includes the hash of the previous one, so changed or missing entries are detected."
    >
      <div role="status" className="min-h-12 py-1 text-sm">
        {verify.isPending && (
          <span className="flex items-center gap-2 text-muted">
            <Spinner size={14} /> Verifying…
          </span>
        )}
        {verify.data !== undefined && <Verdict verification={verify.data} />}
        <FormError error={verify.error} />
      </div>
    </Dialog>
  )
}

function Verdict({ verification }: { verification: AuditVerification }) {
  const { ok, entries, chains, firstBroken } = verification
  if (ok || firstBroken === null) {
    return (
      <p className="flex gap-2 text-deployed">
        <ShieldCheck size={16} className="shrink-0" />
        Verified: {formatQuantity(entries, "entry", "entries")} in {chains} chains, no changes found.
      </p>
    )
  }
  return (
    <p className="flex gap-2 text-failed">
      <ShieldAlert size={16} className="shrink-0" />
      Verification failed at chain {firstBroken.chain}, entry {firstBroken.position}: {firstBroken.reason}
    </p>
  )
}
