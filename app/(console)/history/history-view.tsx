"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import { parseAsString, useQueryState, useQueryStates } from "nuqs"
import { RefusedRequests } from "@/components/admin/requests/refused-requests"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useDeploymentEvents, useHistoryEvents } from "@/components/ledger/deployments/deployment-events"
import type { DeploymentRights } from "@/components/ledger/deployments/deployment-rights"
import { historyColumns } from "@/components/ledger/deployments/history-columns"
import { HistoryFilters } from "@/components/ledger/deployments/history-filters"
import { historyParsers, historyQuery } from "@/components/ledger/deployments/history-query"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { LazyDeploymentDrawer } from "@/components/ledger/deployments/lazy-deployment-drawer"
import { Button } from "@/components/ui/button"
import { ColumnChoice } from "@/components/ui/column-choice"
import { QueryTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { api, pages } from "@/lib/platform/paths"

interface HistoryViewProps {
  applications: readonly string[]
  environments: readonly string[]
  rights: DeploymentRights
}

/** All deployments, newest first, filtered by the URL parameters. */
export function HistoryView({ applications, environments, rights }: HistoryViewProps) {
  const [filter, setFilter] = useQueryStates(historyParsers, { throttleMs: 250 })
  const [opened, open] = useQueryState("deployment", parseAsString)
  const query = useInfiniteQuery({ ...historyQuery(filter), placeholderData: keepPreviousData })
  useHistoryEvents(filter)
  useDeploymentEvents()

  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const at = rows.findIndex((row) => row.id === opened)
  const neighbor = (step: number) => {
    const target = rows[at + step]
    return at >= 0 && target ? () => void open(target.id) : undefined
  }
  const filtered = Object.values(filter).some((value) => value !== null)

  return (
    <>
      <PageHeader
        title="History"
        actions={
          <>
            <ColumnChoice tableId="history" columns={historyColumns} />
            <Button asChild>
              <a href={api.export({ ...filter, format: "csv" })} download>
                <Download size={14} aria-hidden="true" />
                CSV
              </a>
            </Button>
          </>
        }
      />
      <PageBody fill>
        <HistoryFilters
          filter={filter}
          onFilter={(change) => void setFilter(change)}
          environments={environments}
          applications={applications}
        />
        <QueryTable
          tableId="history"
          label="Deployment history, newest first"
          columns={historyColumns}
          rowKey={(row) => row.id}
          rowHref={(row) => pages.deployment(row.id)}
          onOpenRow={(row) => void open(row.id, { history: "push" })}
          selectedKey={opened}
          sort={{ columnId: "deployedAt", direction: "descending" }}
          query={query}
          failure="Could not load history"
          className="flex-1"
        >
          {filtered ? (
            <EmptyState
              title="No matching deployments"
              actions={<Button onClick={() => void setFilter(null)}>Clear filters</Button>}
            >
              Widen the time range or remove a filter. Search matches prefixes and is case-sensitive.
              {rights.audit && <RefusedRequests application={filter.application} />}
            </EmptyState>
          ) : (
            <EmptyState title="No deployments yet" actions={<HowToRecord />}>
              When a pipeline posts a deployment with an API token, it appears here immediately.
              {rights.audit && <RefusedRequests application={null} />}
            </EmptyState>
          )}
        </QueryTable>
      </PageBody>
      <LazyDeploymentDrawer
        id={opened}
        known={rows[at]}
        onClose={() => void open(null, { history: "replace" })}
        onNext={neighbor(1)}
        onPrevious={neighbor(-1)}
        rights={rights}
      />
    </>
  )
}
