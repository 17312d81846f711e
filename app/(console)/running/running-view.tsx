"use client"

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import { parseAsString, useQueryState, useQueryStates } from "nuqs"
import { overviewQuery } from "@/components/console/overview/overview-query"
import { AsOfPicker } from "@/components/layout/as-of-picker"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import type { DeploymentRights } from "@/components/ledger/deployments/deployment-rights"
import { LazyDeploymentDrawer } from "@/components/ledger/deployments/lazy-deployment-drawer"
import { ConditionFilter } from "@/components/ledger/lanes/condition-filter"
import { laneColumns } from "@/components/ledger/lanes/lane-columns"
import { laneParsers, lanesQuery } from "@/components/ledger/lanes/lane-queries"
import { Button } from "@/components/ui/button"
import { ColumnChoice } from "@/components/ui/column-choice"
import { columnCsv } from "@/components/ui/columns"
import { Combobox } from "@/components/ui/combobox"
import { QueryTable } from "@/components/ui/data-table"
import { downloadCsv } from "@/components/ui/download"
import { EmptyState } from "@/components/ui/empty-state"
import { FilterField } from "@/components/ui/filter-field"
import type { Overview } from "@/lib/console/overview/schema"
import { type LaneCounts, laneConditions } from "@/lib/ledger/lanes/conditions"
import type { LaneState } from "@/lib/ledger/lanes/schema"
import { pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const ledger = ["deployment"] as const

interface RunningViewProps {
  applications: readonly string[]
  environments: readonly string[]
  rights: DeploymentRights
}

/** What runs where: each number of the overview opens the rows that it counts. */
export function RunningView({ applications, environments, rights }: RunningViewProps) {
  const [filter, setFilter] = useQueryStates(laneParsers, { throttleMs: 250 })
  const [opened, open] = useQueryState("deployment", parseAsString)
  const { application, environment, at } = filter
  const query = useInfiniteQuery({ ...lanesQuery(filter), placeholderData: keepPreviousData })
  const whole = useQuery(overviewQuery({ application, at: at?.toISOString() ?? null }))
  useReadAfterChange(ledger, queryKeys.overview)
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []

  return (
    <>
      <PageHeader
        title="Running"
        pickers={<AsOfPicker />}
        actions={
          <>
            <ColumnChoice tableId="running" columns={laneColumns} />
            <Button
              icon={<Download size={14} />}
              disabled={rows.length === 0}
              onClick={() => downloadCsv("running", columnCsv(laneColumns, rows))}
            >
              CSV
            </Button>
          </>
        }
      />
      <PageBody fill>
        <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
          <FilterField
            label="Application or version"
            value={filter.q ?? ""}
            onValueChange={(q) => void setFilter({ q: q || null })}
            className="w-56 max-sm:w-full"
          />
          <Combobox
            label="Environment"
            value={environment ?? ""}
            onValueChange={(next) => void setFilter({ environment: next || null })}
            options={environments.map((name) => ({ value: name, label: name }))}
            none="All"
          />
          <Combobox
            label="Application"
            value={application ?? ""}
            onValueChange={(next) => void setFilter({ application: next || null })}
            options={applications.map((name) => ({ value: name, label: name }))}
            none="All"
          />
          <ConditionFilter
            value={filter.condition}
            onValueChange={(condition) => void setFilter({ condition })}
            counts={whole.data ? countsOf(whole.data, environment) : null}
          />
        </search>
        <QueryTable
          tableId="running"
          label="What runs where"
          columns={laneColumns}
          rowKey={keyOf}
          rowHref={hrefOf}
          onOpenRow={(row) => void open(deploymentOf(row), { history: "push" })}
          query={query}
          failure="Could not load what runs where"
          className="flex-1"
        >
          <EmptyState title="No matches">
            Nothing here is in this state. Choose another state, or remove a filter.
          </EmptyState>
        </QueryTable>
      </PageBody>
      <LazyDeploymentDrawer
        id={opened}
        onClose={() => void open(null, { history: "replace" })}
        rights={rights}
      />
    </>
  )
}

function keyOf({ application, environment }: LaneState): string {
  return `${environment} ${application}`
}

/** What a row opens: the deployment that runs, or the one that should. */
function deploymentOf({ current, pending, failed, rolledBack }: LaneState): string | null {
  return (current ?? pending ?? failed ?? rolledBack)?.deploymentId ?? null
}

function hrefOf(row: LaneState): string {
  const { application, environment } = row
  const id = deploymentOf(row)
  return id === null ? pages.history({ application, environment }) : pages.deployment(id)
}

/** The counts of one environment, or of all. */
function countsOf({ environments }: Overview, environment: string | null): LaneCounts {
  const counted = environments.filter((stage) => environment === null || stage.environment === environment)
  const sum = (condition: keyof LaneCounts) =>
    counted.reduce((total, { counts }) => total + counts[condition], 0)
  const entries = laneConditions.map((condition) => [condition, sum(condition)] as const)
  return Object.fromEntries(entries) as LaneCounts
}
