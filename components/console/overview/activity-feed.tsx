import { useQuery } from "@tanstack/react-query"
import { activityKey, activityStyle } from "@/components/console/activity/activity-labels"
import { feedQuery, type OverviewFilter } from "@/components/console/overview/overview-query"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { shortTag } from "@/components/ledger/deployments/short-tag"
import { Card } from "@/components/ui/card"
import { Link } from "@/components/ui/link"
import { Loaded } from "@/components/ui/loaded"
import { PageLink } from "@/components/ui/page-link"
import { TableSkeleton } from "@/components/ui/skeletons"
import { StatusMark } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import type { Activity } from "@/lib/console/activity/schema"
import type { DeploymentStatus } from "@/lib/ledger/deployments/statuses"
import { pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const verbs: Record<DeploymentStatus, string> = {
  PENDING: "is being deployed to",
  DEPLOYED: "was deployed to",
  FAILED: "failed in",
  ROLLED_BACK: "was deployed to",
}
const markVerb = "was marked as rolled back in"

export function ActivityFeed({ filter }: { filter: OverviewFilter }) {
  const query = useQuery(feedQuery(filter))
  useReadAfterChange("deployment", queryKeys.activity)
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
      <Loaded read={query} failure="Could not load activity" waiting={<TableSkeleton flush />}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="px-4 py-4 text-sm text-muted">
              {filter.at === null ? "No deployments yet." : "No deployments before this date."}
            </p>
          ) : (
            <ol>
              {rows.map((row) => (
                <FeedRow key={activityKey(row)} row={row} named={filter.application === null} />
              ))}
            </ol>
          )
        }
      </Loaded>
    </Card>
  )
}

function FeedRow({ row, named }: { row: Activity; named: boolean }) {
  const { deployment } = row
  if (deployment === null) return null
  return (
    <li className="relative flex min-h-9 items-center gap-2.5 border-b border-line px-4 py-1.5 text-sm last:border-0 hover:bg-raised/60">
      <StatusMark style={activityStyle(row)} size={13} />
      <p className="min-w-0 flex-1 truncate max-sm:whitespace-normal">
        <PageLink href={pages.deployment(deployment.id)} className="row-link font-mono text-xs">
          {shortTag(deployment.imageTag)}
        </PageLink>
        {named && <span className="text-muted"> of {deployment.application}</span>}{" "}
        <span className="text-muted">{row.kind === "mark" ? markVerb : verbs[deployment.status]}</span>{" "}
        {deployment.environment}
        <span className="text-muted max-sm:hidden"> · {row.by}</span>
        {row.kind === "deployment" && row.isRollback && deployment.previousImageTag && (
          <span className="text-rolled-back max-sm:hidden">
            {" "}
            · rollback from {shortTag(deployment.previousImageTag)}
          </span>
        )}
      </p>
      <Time at={row.at} className="relative z-1 shrink-0 text-xs text-muted" />
    </li>
  )
}
