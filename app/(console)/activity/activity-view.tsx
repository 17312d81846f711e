"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import clsx from "clsx"
import { useQueryStates } from "nuqs"
import { type ActivityEvent, toEvents } from "@/components/console/activity/activity-events"
import {
  activityKey,
  activityStyle,
  hrefOf,
  locationOf,
  reasonFor,
  versionsOf,
} from "@/components/console/activity/activity-labels"
import {
  type ActivityFilter,
  activityParsers,
  activityQuery,
} from "@/components/console/activity/activity-query"
import { ListPage } from "@/components/layout/list-page"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { EmptyState } from "@/components/ui/empty-state"
import type { ListFilter } from "@/components/ui/filters"
import { StatusLabel } from "@/components/ui/status"
import { NameText, VersionText } from "@/components/ui/version-text"
import type { Activity } from "@/lib/console/activity/schema"
import { queryKeys } from "@/lib/web/client/query-keys"

/** A rollout or an import produces many events at once. */
const pauseMs = 1_000
const kinds = ["deployment", "release"] as const

const filters: readonly ListFilter<keyof ActivityFilter>[] = [
  { kind: "search", name: "name", label: "Application, environment, tenant…", className: "w-72" },
  { kind: "search", name: "by", label: "Actor", className: "w-40" },
  {
    kind: "segments",
    name: "only",
    label: "Only",
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
]

/** Events rather than stored entries: a rollback or a burst is one line, even across two pages. */
function asEvents({ pages }: { pages: readonly { items: readonly Activity[] }[] }) {
  return { pages: [{ items: toEvents(pages.flatMap(({ items }) => items)) }] }
}

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
      columns={activityColumns}
      query={query}
      rowKey={activityKey}
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

const activityColumns: readonly Column<ActivityEvent>[] = [
  {
    id: "what",
    label: "Action",
    width: 160,
    fits: true,
    required: true,
    cell: (row) => (
      <span className="flex items-center gap-1.5">
        <StatusLabel style={activityStyle(row)} />
        {row.entries.length > 1 && (
          <span className="text-muted tabular-nums">
            <span aria-hidden="true">×</span> {row.entries.length}
            <span className="sr-only"> times</span>
          </span>
        )}
      </span>
    ),
    value: (row) => activityStyle(row).word,
  },
  {
    id: "where",
    label: "Target",
    plain: true,
    width: 260,
    cell: (row) => {
      const [label, part] = locationOf(row)
      return (
        <span className="flex gap-1 max-sm:flex-wrap" title={`${label} ${part}`}>
          <span className="max-w-1/2 shrink-0 truncate max-sm:max-w-full">{label}</span>{" "}
          <NameText value={part} className="min-w-0 text-muted" />
        </span>
      )
    },
    value: (row) => locationOf(row).join(" "),
  },
  {
    id: "version",
    label: "Version",
    // From one tag with a short commit to another.
    width: 290,
    cell: (row) => <Versions {...versionsOf(row)} />,
    value: (row) => Object.values(versionsOf(row)).filter(Boolean).join(" → "),
  },
  { id: "by", label: "Actor", width: 140, value: (row) => row.by },
  { id: "why", label: "Reason", minWidth: 110, cell: (row) => <Why row={row} />, value: reasonFor },
  timeColumn(({ at }) => at, { id: "at", label: "Time", plain: true, width: 128 }),
]

function Versions({ from, to }: { from: string | null; to: string }) {
  return (
    <span className="inline-flex max-w-full gap-1 align-middle text-xs">
      {from !== null && (
        <>
          <VersionText value={from} className="text-muted" />
          <span className="text-muted">
            <span aria-hidden="true">→</span>
            <span className="sr-only">to</span>
          </span>
        </>
      )}
      <VersionText value={to} />
    </span>
  )
}

function Why({ row }: { row: ActivityEvent }) {
  const words = reasonFor(row)
  if (words === "") return null
  return (
    <span
      title={words}
      className={clsx(
        "block truncate max-sm:inline max-sm:whitespace-normal",
        row.error !== null && "text-failed",
      )}
    >
      {words}
    </span>
  )
}
