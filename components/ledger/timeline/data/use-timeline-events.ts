import { type QueryClient, useQueryClient } from "@tanstack/react-query"
import { useRouter } from "next/navigation"
import { useEffect, useRef } from "react"
import { useDeploymentEvent } from "@/components/layout/live"
import { deploymentOf } from "@/components/ledger/deployments/deployment-events"
import { type TimelineFilter, timelineKey } from "@/components/ledger/timeline/data/timeline-query"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import type { Timeline, TimelineItem } from "@/lib/ledger/timeline/schema"
import { reread } from "@/lib/web/client/live-query"
import { queryKeys } from "@/lib/web/client/query-keys"

/** A busy pipeline records many per second; this limits how often counted windows are refetched. */
const pauseMs = 2_000

/**
 * Adds new records to the windows that contain single records. Version and counted windows are refetched, and so are
 * all windows for a record of an environment without its own lane (a family member).
 */
export function useTimelineEvents(filter: TimelineFilter, lanes: readonly LaneName[]): void {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isStale = useRef(false)
  useEffect(() => () => clearTimeout(timer.current), [])

  useDeploymentEvent((event) => {
    const deployment = deploymentOf(event)
    const hasLane = lanes.some(({ environment }) => environment === deployment?.environment)
    if (deployment !== null && hasLane && !concerns(deployment, filter)) return
    if (deployment === null || !hasLane || !patch(client, filter, deployment)) isStale.current = true
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      reread(client, { queryKey: queryKeys.timelineVersions })
      if (!isStale.current) return
      isStale.current = false
      reread(client, { queryKey: queryKeys.timeline })
      reread(client, { queryKey: queryKeys.timelineStrip })
    }, pauseMs)
  })
}

function concerns(deployment: Deployment, filter: TimelineFilter): boolean {
  return (
    (filter.environment === null || filter.environment === deployment.environment) &&
    (filter.application === null || filter.application === deployment.application)
  )
}

/** Returns whether every affected window could add the record. Only the server knows the arc of a rollback. */
function patch(client: QueryClient, filter: TimelineFilter, deployment: Deployment): boolean {
  if (deployment.isRollback || deployment.annulledAt !== null) return false
  const at = Date.parse(deployment.deployedAt)
  let complete = true
  for (const [key, timeline] of client.getQueriesData<Timeline>({ queryKey: timelineKey(filter) })) {
    const [from, to] = key.slice(-2)
    if (typeof from !== "number" || typeof to !== "number" || at < from || at >= to) continue
    // A request in flight may have started before the deployment was recorded.
    if (client.isFetching({ queryKey: key, exact: true }) > 0) complete = false
    if (!timeline) continue
    if (timeline.some((one) => "counts" in one)) complete = false
    else {
      const items = timeline.filter((one) => "id" in one)
      client.setQueryData<Timeline>(key, withItem(items, itemOf(deployment)))
    }
  }
  return complete
}

/** Newest first, each id once. */
function withItem(items: readonly TimelineItem[], item: TimelineItem): TimelineItem[] {
  const others = items.filter((one) => one.id !== item.id)
  const at = others.findIndex((other) => Date.parse(other.deployedAt) <= Date.parse(item.deployedAt))
  return at < 0 ? [...others, item] : others.toSpliced(at, 0, item)
}

function itemOf(deployment: Deployment): TimelineItem {
  const { id, application, environment, imageTag, status, deployedAt, completedAt, isRollback } = deployment
  return { id, application, environment, imageTag, status, deployedAt, completedAt, isRollback }
}

/** Reloads the lanes when a deployment belongs to a lane that does not exist yet, including the very first record. */
export function useNewLanes(lanes: readonly LaneName[]): void {
  const router = useRouter()
  const requested = useRef(new Set<string>())
  useDeploymentEvent((event) => {
    const deployment = deploymentOf(event)
    if (deployment === null) return
    const { application, environment } = deployment
    const name = `${application}\n${environment}`
    const isKnown = lanes.some((lane) => lane.application === application && lane.environment === environment)
    if (isKnown || requested.current.has(name)) return
    requested.current.add(name)
    router.refresh()
  })
}
