"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { useMemo } from "react"
import { activityColumns } from "@/components/console/activity/activity-columns"
import { toEvents } from "@/components/console/activity/activity-events"
import { ActivityFilters } from "@/components/console/activity/activity-filters"
import { hrefOf, keyOf } from "@/components/console/activity/activity-labels"
import { activityParsers, activityQuery } from "@/components/console/activity/activity-query"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { Button } from "@/components/ui/button"
import { QueryTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { queryKeys } from "@/lib/web/client/query-keys"

/** A rollout or an import produces many events at once. */
const pauseMs = 1_000
const kinds = ["deployment", "release"] as const

/** All activity of deployments and releases, newest first: what, where, who and why. */
export function ActivityView() {
  const [filter, setFilter] = useQueryStates(activityParsers, { throttleMs: 250 })
  const query = useInfiniteQuery({ ...activityQuery(filter), placeholderData: keepPreviousData })
  useReadAfterChange(kinds, queryKeys.activity, pauseMs)
  const events = useMemo(() => toEvents(query.data?.pages.flatMap(({ items }) => items) ?? []), [query.data])
  const filtered = Object.values(filter).some((value) => value !== null)
  return (
    <>
      <PageHeader title="Activity" />
      <PageBody fill>
        <ActivityFilters filter={filter} onFilter={(change) => void setFilter(change, { history: "push" })} />
        <QueryTable
          tableId="activity"
          label="Activity, newest first"
          columns={activityColumns}
          rowKey={keyOf}
          rowHref={hrefOf}
          query={{ ...query, data: query.data && { pages: [{ items: events }] } }}
          failure="Could not load activity"
          className="flex-1"
        >
          {filtered ? (
            <EmptyState
              title="No matching activity"
              actions={<Button onClick={() => void setFilter(null)}>Clear filters</Button>}
            >
              Choose an earlier date or remove a filter.
            </EmptyState>
          ) : (
            <EmptyState title="No activity yet">
              Every recorded deployment and every release change appears here, with who made it and why.
            </EmptyState>
          )}
        </QueryTable>
      </PageBody>
    </>
  )
}
