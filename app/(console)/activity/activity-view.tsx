"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { activityColumns } from "@/components/console/activity/activity-columns"
import { toEvents } from "@/components/console/activity/activity-events"
import { hrefOf, keyOf } from "@/components/console/activity/activity-labels"
import {
  type ActivityFilter,
  activityParsers,
  activityQuery,
} from "@/components/console/activity/activity-query"
import { ListPage } from "@/components/layout/list-page"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { EmptyState } from "@/components/ui/empty-state"
import type { ListFilter } from "@/components/ui/filters"
import type { Activity } from "@/lib/console/activity/schema"
import { queryKeys } from "@/lib/web/client/query-keys"

/** A rollout or an import produces many events at once. */
const pauseMs = 1_000
const kinds = ["deployment", "release"] as const

const filters: readonly ListFilter<keyof ActivityFilter>[] = [
  {
    kind: "segments",
    name: "only",
    label: "Filter",
    options: [
      { value: "rollbacks", label: "Rollbacks" },
      { value: "failures", label: "Failures" },
    ],
  },
  {
    kind: "choice",
    name: "half",
    label: "Type",
    options: [
      { value: "deployments", label: "Deployments" },
      { value: "releases", label: "Releases" },
    ],
  },
  { kind: "period" },
  { kind: "search", name: "name", label: "Application, environment, tenant…", className: "w-72" },
  { kind: "search", name: "by", label: "Actor", className: "w-40" },
]

/** What happened, rather than what was stored: a rollback or a burst is one line, also across two pages. */
function asEvents({ pages }: { pages: readonly { items: readonly Activity[] }[] }) {
  return { pages: [{ items: toEvents(pages.flatMap(({ items }) => items)) }] }
}

/** All activity of deployments and releases, newest first: what, where, who and why. */
export function ActivityView() {
  const [filter, setFilter] = useQueryStates(activityParsers, { throttleMs: 250 })
  const query = useInfiniteQuery({
    ...activityQuery(filter),
    placeholderData: keepPreviousData,
    select: asEvents,
  })
  useReadAfterChange(kinds, queryKeys.activity, pauseMs)
  return (
    <ListPage
      title="Activity"
      tableId="activity"
      label="Activity, newest first"
      noun="activity"
      columns={activityColumns}
      query={query}
      rowKey={keyOf}
      rowHref={hrefOf}
      values={filter}
      onFilter={(change) => void setFilter(change, { history: "push" })}
      filters={filters}
      noMatches="Choose an earlier date or remove a filter."
    >
      <EmptyState title="No activity yet" actions={<HowToRecord />}>
        Every recorded deployment and every release change appears here, with who made it and why.
      </EmptyState>
    </ListPage>
  )
}
