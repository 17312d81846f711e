"use client"

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { AsOfPicker } from "@/components/layout/as-of-picker"
import { ListPage, useOpenedRow } from "@/components/layout/list-page"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import type { DeploymentRights } from "@/components/ledger/deployments/deployment-rights"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { ConditionFilter } from "@/components/ledger/lanes/condition-filter"
import { laneColumns } from "@/components/ledger/lanes/lane-columns"
import {
  exportParameters,
  laneCountsQuery,
  laneParsers,
  lanesQuery,
} from "@/components/ledger/lanes/lane-queries"
import { rowsOf } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { lazyDrawer } from "@/components/ui/lazy-drawer"
import type { LaneState } from "@/lib/ledger/lanes/schema"
import { api, pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const DeploymentDrawer = lazyDrawer(() => import("@/components/ledger/deployments/deployment-drawer"))

interface RunningViewProps {
  applications: readonly string[]
  environments: readonly string[]
  rights: DeploymentRights
}

/** What runs where: each number of the overview opens the rows that it counts. */
export function RunningView({ applications, environments, rights }: RunningViewProps) {
  const [filter, setFilter] = useQueryStates(laneParsers, { throttleMs: 250 })
  const query = useInfiniteQuery({ ...lanesQuery(filter), placeholderData: keepPreviousData })
  const counts = useQuery({ ...laneCountsQuery(filter), placeholderData: keepPreviousData })
  const opened = useOpenedRow("deployment", rowsOf(query), deploymentOf)
  useReadAfterChange("deployment", queryKeys.overview)
  const { environment, application, q, condition, at } = filter
  return (
    <>
      <ListPage
        title="Running"
        pickers={<AsOfPicker />}
        tableId="running"
        label="What runs where"
        noun="applications"
        columns={laneColumns}
        query={query}
        rowKey={keyOf}
        rowHref={hrefOf}
        opened={opened}
        values={filter}
        onFilter={(change) => void setFilter(change)}
        filters={[
          { kind: "search", name: "q", label: "Application or version", className: "w-56" },
          { kind: "name", name: "environment", label: "Environment", options: environments },
          { kind: "name", name: "application", label: "Application", options: applications },
        ]}
        moreControls={
          <ConditionFilter
            value={filter.condition}
            onValueChange={(condition) => void setFilter({ condition })}
            counts={counts.data ?? null}
          />
        }
        csvHref={api.lanesExport({ ...exportParameters(filter), format: "csv" })}
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
