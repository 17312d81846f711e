"use client"

import { RejectedRequests } from "@/components/admin/requests/rejected-requests"
import { ListPage, useList, useOpenedRow } from "@/components/layout/list-page"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { useDeploymentEvents, useHistoryEvents } from "@/components/ledger/deployments/deployment-events"
import { historyColumns } from "@/components/ledger/deployments/history-columns"
import { historyList, orderBy, shownSort } from "@/components/ledger/deployments/history-query"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import { EmptyState } from "@/components/ui/empty-state"
import type { ListFilter } from "@/components/ui/filters"
import { lazyDrawer } from "@/components/ui/lazy-trigger"
import { statusOptions } from "@/components/ui/status"
import { rowsOf } from "@/components/ui/table-query"
import { api, pages } from "@/lib/platform/paths"

const DeploymentDrawer = lazyDrawer(() => import("@/components/ledger/deployments/deployment-drawer"))

interface HistoryViewProps {
  applications: readonly string[]
  environments: readonly string[]
  rights: ViewerRights
}

export function HistoryView({ applications, environments, rights }: HistoryViewProps) {
  const { query, values, onFilter } = useList(historyList)
  const { order, sort, ...filter } = values
  const opened = useOpenedRow("deployment", rowsOf(query), (row) => row.id)
  useHistoryEvents(values)
  useDeploymentEvents()
  const filters: ListFilter<keyof typeof filter>[] = [
    { kind: "search", name: "q", label: "Tag, commit, branch or user", className: "w-64" },
    { kind: "name", name: "environment", label: "Environment", options: environments },
    { kind: "name", name: "application", label: "Application", options: applications },
    { kind: "choice", name: "status", label: "Status", options: statusOptions(deploymentStatusStyles) },
    { kind: "detail", name: "imageTag", label: "Tag", type: "code" },
    { kind: "detail", name: "branch", label: "Branch", type: "code" },
    { kind: "detail", name: "commit", label: "Commit", type: "commit" },
    { kind: "detail", name: "initiatedBy", label: "Deployed by" },
    { kind: "detail", name: "from", label: "From", type: "time" },
    { kind: "detail", name: "to", label: "Before", type: "time" },
    { kind: "detail", name: "includeAnnulled", label: "Include annulled deployments", type: "switch" },
  ]
  return (
    <>
      <ListPage
        title="History"
        tableId="history"
        label={sort === null ? `Deployment history, ${order ?? "newest"} first` : "Deployment history"}
        noun="deployments"
        columns={historyColumns}
        query={query}
        rowKey={(row) => row.id}
        rowHref={(row) => pages.deployment(row.id)}
        opened={opened}
        sort={shownSort(values)}
        onSort={(columnId) => onFilter(orderBy(columnId, values))}
        values={filter}
        onFilter={(change) => onFilter(change)}
        filters={filters}
        csvHref={api("/platform/deployments/export", { ...filter, format: "csv" })}
        noMatches={
          <>
            Widen the time range or remove a filter. Search matches prefixes and is case-sensitive.
            {rights.admin && <RejectedRequests application={filter.application} />}
          </>
        }
      >
        <EmptyState title="No deployments yet" actions={<HowToRecord />}>
          When a pipeline posts a deployment with an API token, it appears here immediately.
          {rights.admin && <RejectedRequests application={null} />}
        </EmptyState>
      </ListPage>
      <DeploymentDrawer {...opened.drawer} rights={rights} />
    </>
  )
}
