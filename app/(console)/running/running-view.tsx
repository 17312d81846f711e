"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import clsx from "clsx"
import { ChartColumn } from "lucide-react"
import { useSearchParams } from "next/navigation"
import { AsOfPicker, useAsOfFilter } from "@/components/layout/as-of-picker"
import { ListPage, useList, useOpenedRow } from "@/components/layout/list-page"
import { nameColumn } from "@/components/layout/name-column"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { BehindMark } from "@/components/ledger/drift/behind-mark"
import { conditionStyles } from "@/components/ledger/lanes/condition-styles"
import { exportParameters, laneCountsQuery, laneList } from "@/components/ledger/lanes/lane-queries"
import { timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { Chip } from "@/components/ui/copy"
import { EmptyState } from "@/components/ui/empty-state"
import { lazyDrawer } from "@/components/ui/lazy-trigger"
import { PageLink } from "@/components/ui/page-link"
import { StatusIcon, StatusLabel } from "@/components/ui/status"
import { chipRow } from "@/components/ui/status-chips"
import { rowsOf } from "@/components/ui/table-query"
import { VersionText } from "@/components/ui/version-text"
import { type LaneCondition, type LaneCounts, laneConditions } from "@/lib/ledger/lanes/conditions"
import type { LaneRecord, LaneState } from "@/lib/ledger/lanes/schema"
import { formatCount } from "@/lib/platform/format"
import { api, pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const DeploymentDrawer = lazyDrawer(() => import("@/components/ledger/deployments/deployment-drawer"))

interface RunningViewProps {
  applications: readonly string[]
  environments: readonly string[]
  rights: ViewerRights
}

/** What runs where: each number of the overview links to the rows it counts. */
export function RunningView({ applications, environments, rights }: RunningViewProps) {
  const { query, values: filter, onFilter } = useList(laneList)
  const counts = useQuery({ ...laneCountsQuery(filter), placeholderData: keepPreviousData })
  const opened = useOpenedRow("deployment", rowsOf(query), deploymentOf)
  const asOf = useAsOfFilter()
  useReadAfterChange("deployment", queryKeys.overview)
  const { environment, application, q, condition, at } = filter
  return (
    <>
      <ListPage
        title="Running"
        pickers={<AsOfPicker />}
        active={asOf}
        tableId="running"
        label="What runs where"
        noun="applications"
        columns={laneColumns}
        query={query}
        rowKey={({ application, environment }) => `${environment} ${application}`}
        rowHref={hrefOf}
        opened={opened}
        values={filter}
        onFilter={onFilter}
        filters={[
          { kind: "search", name: "q", label: "Application or version", className: "w-56" },
          { kind: "name", name: "environment", label: "Environment", options: environments },
          { kind: "name", name: "application", label: "Application", options: applications },
        ]}
        moreControls={
          <ConditionFilter
            value={filter.condition}
            onValueChange={(condition) => onFilter({ condition })}
            counts={counts.data ?? null}
          />
        }
        csvHref={api("/platform/deployments/lanes/export", { ...exportParameters(filter), format: "csv" })}
        isFiltered={[environment, application, q, at].some(Boolean) || condition !== "running"}
        noMatches="Nothing here is in this state. Choose another state, or remove a filter."
      >
        <EmptyState title="Nothing is running yet" actions={<HowToRecord />}>
          The first deployment that a pipeline posts appears here immediately.
        </EmptyState>
      </ListPage>
      <DeploymentDrawer {...opened.drawer} known={undefined} rights={rights} />
    </>
  )
}

/** The deployment that a row opens: the running one, or the one that should run. */
function deploymentOf({ current, pending, failed, rolledBack }: LaneState): string | null {
  return (current ?? pending ?? failed ?? rolledBack)?.deploymentId ?? null
}

function hrefOf(row: LaneState): string {
  const { application, environment } = row
  const id = deploymentOf(row)
  return id === null ? pages.history({ application, environment }) : pages.deployment(id)
}

interface ConditionFilterProps {
  value: LaneCondition
  onValueChange: (condition: LaneCondition) => void
  /** Null: not known yet. */
  counts: LaneCounts | null
}

/** The filter by state, with the number of rows; states without rows are omitted. */
function ConditionFilter({ value, onValueChange, counts }: ConditionFilterProps) {
  const shownConditions = laneConditions.filter(
    (condition) => condition === value || condition === "running" || (counts?.[condition] ?? 0) > 0,
  )
  return (
    <fieldset className="max-w-full min-w-0">
      <legend className="sr-only">State</legend>
      <ul aria-label="States" className={chipRow}>
        {shownConditions.toReversed().map((condition) => {
          const style = conditionStyles[condition]
          return (
            <li key={condition}>
              <label
                className={clsx(
                  "inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-md border border-line bg-surface px-2.5 text-xs whitespace-nowrap pointer-coarse:h-10",
                  "hover:border-line-strong has-checked:border-accent has-checked:bg-accent/8",
                  "has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent",
                )}
              >
                <input
                  type="radio"
                  name="condition"
                  checked={condition === value}
                  onChange={() => onValueChange(condition)}
                  className="sr-only"
                />
                <StatusIcon style={{ ...style, busy: false }} size={12} />
                <span className="font-medium tabular-nums">
                  {counts ? formatCount(counts[condition]) : "…"}
                </span>
                <span className="text-muted">{style.word}</span>
              </label>
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}

const laneColumns: readonly Column<LaneState>[] = [
  nameColumn(({ application }) => application, {
    id: "application",
    label: "Application",
    required: true,
    width: 200,
  }),
  nameColumn(({ environment }) => environment, {
    id: "environment",
    label: "Environment",
    plain: true,
    width: 162,
  }),
  {
    id: "version",
    label: "Version",
    plain: true,
    cell: ({ current }) =>
      current ? (
        <Chip value={current.imageTag} label="image tag" />
      ) : (
        <span className="text-muted">not running</span>
      ),
  },
  timeColumn(({ current }) => current?.deployedAt, { id: "since", label: "Since", plain: true }),
  { id: "by", label: "By", width: 140, value: ({ current }) => current?.initiatedBy },
  { id: "state", label: "State", plain: true, width: 140, cell: (row) => <LaneNote row={row} /> },
  {
    id: "behind",
    label: "Behind",
    // "10 v · 21 d · minor"
    width: 145,
    fits: true,
    // Empty, so that a phone shows only what is behind.
    cell: ({ behind }) => behind && <BehindMark behind={behind} />,
  },
  {
    id: "insights",
    label: "Insights",
    width: 68,
    trail: true,
    cell: (row) => <InsightsLink row={row} />,
  },
]

/** Keeps the instant of the page. */
function InsightsLink({ row: { application, environment } }: { row: LaneState }) {
  const at = useSearchParams().get("at")
  return (
    <PageLink
      href={pages.insights({ application, environment, at })}
      aria-label={`Insights of ${application} in ${environment}`}
      className="relative z-1 inline-flex items-center rounded-sm align-middle text-muted hover:text-accent pointer-coarse:-m-3.5 pointer-coarse:p-3.5"
    >
      <ChartColumn size={14} />
    </PageLink>
  )
}

/** The record of each condition except behind, which has a separate column. */
const records: Partial<Record<LaneCondition, (row: LaneState) => LaneRecord | null>> = {
  quarantined: () => null,
  failed: (row) => row.failed,
  stuck: (row) => row.pending,
  rolledBack: (row) => row.rolledBack,
  deploying: (row) => row.pending,
}

/** The most severe condition of a lane with its deployment, or that it is running. */
function LaneNote({ row }: { row: LaneState }) {
  const condition = row.conditions.find((one) => one in records)
  if (condition === undefined) {
    return row.current && <StatusLabel style={conditionStyles.running} className="text-muted" />
  }
  const record = records[condition]?.(row)
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 align-middle">
      <StatusLabel style={conditionStyles[condition]} />
      {record && (
        <PageLink
          href={pages.deployment(record.deploymentId)}
          className="relative z-1 flex min-w-0 rounded-sm text-xs hover:text-accent"
        >
          <VersionText value={record.imageTag} />
        </PageLink>
      )}
    </span>
  )
}
