"use client"

import { useInfiniteQuery } from "@tanstack/react-query"
import { deploymentAuditQuery } from "@/components/ledger/deployments/deployment-queries"
import { ErrorLine } from "@/components/ui/error-state"
import { LoadMore } from "@/components/ui/load-more"
import { Skeleton } from "@/components/ui/skeleton"
import { Time } from "@/components/ui/time"
import type { AuditEntry } from "@/lib/identity/audit/schema"

const words: Record<string, string> = {
  "deployment.recorded": "recorded this deployment",
  "deployment.updated": "updated this deployment",
  "deployment.rolled-back": "marked this deployment as rolled back",
  "deployment.rollback-undone": "removed the rollback mark",
  "deployment.annulled": "annulled this deployment",
  "deployment.restored": "restored this deployment",
}

/** The audit log entries of this deployment. */
export function AuditTrail({ deploymentId }: { deploymentId: string }) {
  const query = useInfiniteQuery(deploymentAuditQuery(deploymentId))
  if (query.isPending) return <Skeleton className="h-8 w-full" />
  if (query.data === undefined) return <ErrorLine title="Could not load the audit log" read={query} />
  const entries = query.data.pages.flatMap((page) => page.items)
  if (entries.length === 0) {
    return <p className="text-sm text-muted">No entries. The deployment was imported.</p>
  }
  return (
    <>
      <ol>
        {entries.map((entry) => (
          <li key={entry.id} className="flex min-h-8 flex-wrap items-center gap-x-2 text-sm">
            <Time at={entry.at} focusable className="text-muted" />
            <span>
              <span className="font-medium">{entry.actor.name}</span> {words[entry.action] ?? entry.action}
            </span>
            <span className="text-xs text-muted">{changedFields(entry)}</span>
          </li>
        ))}
      </ol>
      <LoadMore
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
      />
    </>
  )
}

function changedFields({ detail }: AuditEntry): string {
  return Array.isArray(detail.fields) ? detail.fields.join(", ") : ""
}
