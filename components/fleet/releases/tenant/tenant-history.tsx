"use client"

import { useInfiniteQuery } from "@tanstack/react-query"
import { tenantHistoryQuery } from "@/components/fleet/releases/release-queries"
import {
  keyOfRevision,
  Reason,
  RevisionMark,
  reasonOf,
  revisionLabel,
} from "@/components/fleet/releases/revision-style"
import { Duration } from "@/components/ui/duration"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { LoadMore } from "@/components/ui/load-more"
import { Skeleton } from "@/components/ui/skeleton"
import { Time } from "@/components/ui/time"
import { VersionChange } from "@/components/ui/version-change"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import type { TenantRevision } from "@/lib/fleet/releases/revision-schema"
import { formatDay } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

/** All changes of a tenant's releases, newest first and grouped by day. */
export function TenantHistory({ tenantId }: { tenantId: string }) {
  const query = useInfiniteQuery(tenantHistoryQuery(tenantId))
  const entries = query.data?.pages.flatMap((page) => page.items) ?? []
  if (query.isPending) return <Skeleton className="h-48 w-full" />
  if (query.isError && entries.length === 0) {
    return <ErrorState title="Could not load the history" read={query} />
  }
  if (entries.length === 0) {
    return (
      <EmptyState title="No history yet">
        Every install, upgrade, rollback and uninstall is listed here, even after the release is removed.
      </EmptyState>
    )
  }
  return (
    <>
      <ol aria-label="Release history" className="flex flex-col">
        {entries.map((entry, index) => {
          const day = formatDay(entry.createdAt)
          const above = entries[index - 1]
          return (
            <li key={`${entry.releaseId} ${keyOfRevision(entry)}`}>
              {(above === undefined || formatDay(above.createdAt) !== day) && (
                <p className="pt-4 pb-1 text-xs font-medium text-muted first:pt-0">
                  <ViewerExplanation>{day}</ViewerExplanation>
                </p>
              )}
              <Entry entry={entry} before={previousOf(entry, entries.slice(index + 1))} />
            </li>
          )
        })}
      </ol>
      <LoadMore query={query} />
    </>
  )
}

function previousOf(entry: TenantRevision, older: readonly TenantRevision[]): TenantRevision | undefined {
  return older.find((one) => one.releaseId === entry.releaseId)
}

function Entry({ entry, before }: { entry: TenantRevision; before: TenantRevision | undefined }) {
  return (
    <div className="relative ml-1.5 border-l border-line py-1.5 pl-5">
      <span className="absolute top-2.5 -left-[7px] bg-surface">
        <RevisionMark revision={entry} />
      </span>
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
        <span>{revisionLabel(entry)}</span>
        <Link href={pages.release(entry.releaseId, { revision: entry.revision })}>{entry.releaseName}</Link>
        <span className="font-mono text-xs">
          {entry.chartName} {entry.chartVersion}
        </span>
        {before && before.chartName === entry.chartName && (
          <VersionChange from={before.chartVersion} to={entry.chartVersion} />
        )}
        <span className="text-xs text-muted">revision {entry.revision}</span>
      </p>
      <p className="text-xs text-muted">
        {entry.performedBy} · <Time at={entry.createdAt} />
        {entry.durationSeconds !== null && (
          <>
            {" · "}
            <Duration seconds={entry.durationSeconds} />
          </>
        )}
        {reasonOf(entry) !== null && (
          <span className="text-text">
            {" · "}
            <Reason revision={entry} />
          </span>
        )}
      </p>
      {entry.cause !== null && (
        <p className="line-clamp-2 text-xs break-words text-failed">{entry.cause.summary}</p>
      )}
    </div>
  )
}
