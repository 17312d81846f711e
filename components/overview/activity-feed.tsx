"use client"

import { useInfiniteQuery } from "@tanstack/react-query"
import { shortTag } from "@/components/deployments/short-tag"
import { StatusMark } from "@/components/deployments/status-badge"
import { useHistoryEvents } from "@/components/deployments/use-history-events"
import { feedFilter, feedQuery, type OverviewFilter } from "@/components/overview/overview-query"
import { Card } from "@/components/ui/card"
import { ErrorState } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { Skeleton } from "@/components/ui/skeleton"
import { Time } from "@/components/ui/time"
import type { Deployment, DeploymentStatus } from "@/lib/deployments/schema"
import { pages } from "@/lib/paths"

const most = 14

const verbs: Record<DeploymentStatus, string> = {
  PENDING: "is going to",
  DEPLOYED: "reached",
  FAILED: "failed in",
  ROLLED_BACK: "was rolled back in",
}

/** What happened last, newest first. */
export function ActivityFeed({ filter }: { filter: OverviewFilter }) {
  const query = useInfiniteQuery(feedQuery(filter))
  useHistoryEvents(feedFilter(filter))
  const rows = query.data?.pages[0]?.items.slice(0, most) ?? []
  return (
    <Card
      title="Activity"
      flush
      actions={
        <Link
          href={
            filter.application === null && filter.at === null
              ? pages.activity()
              : pages.history({ application: filter.application, to: filter.at })
          }
          className="text-xs"
        >
          View all
        </Link>
      }
    >
      {query.isPending ? (
        <div className="flex flex-col gap-4 p-4">
          {Array.from({ length: most }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: all alike
            <Skeleton key={index} className="h-5 w-full" />
          ))}
        </div>
      ) : query.isError ? (
        <ErrorState
          title="The activity could not be read"
          error={query.error}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : rows.length === 0 ? (
        <p className="px-4 py-4 text-sm text-muted">
          {filter.at === null ? "Nothing was deployed yet." : "Nothing had been deployed by then."}
        </p>
      ) : (
        <ol>
          {rows.map((row) => (
            <FeedRow key={row.id} row={row} named={filter.application === null} />
          ))}
        </ol>
      )}
    </Card>
  )
}

function FeedRow({ row, named }: { row: Deployment; named: boolean }) {
  return (
    <li className="relative flex min-h-9 items-center gap-2.5 border-b border-line px-4 py-1.5 text-sm last:border-0 hover:bg-raised/60">
      <StatusMark status={row.status} size={13} />
      <p className="min-w-0 flex-1 truncate">
        <PageLink href={pages.deployment(row.id)} className="row-link font-mono text-xs">
          {shortTag(row.imageTag)}
        </PageLink>
        {named && <span className="text-muted"> of {row.application}</span>}{" "}
        <span className="text-muted">{verbs[row.status]}</span> {row.environment}
        <span className="text-muted max-sm:hidden"> · {row.initiatedBy}</span>
        {row.isRollback && <span className="text-rolled-back max-sm:hidden"> · went back</span>}
      </p>
      <Time at={row.deployedAt} className="relative z-1 shrink-0 text-xs text-muted" />
    </li>
  )
}
