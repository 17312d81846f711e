"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { parseAsString, useQueryState, useQueryStates } from "nuqs"
import { requestColumns } from "@/components/admin/requests/request-columns"
import { RequestDrawer } from "@/components/admin/requests/request-drawer"
import { RequestFilters } from "@/components/admin/requests/request-filters"
import { requestParsers, requestsQuery } from "@/components/admin/requests/request-query"
import { useLive } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { Button } from "@/components/ui/button"
import { ColumnChoice } from "@/components/ui/column-choice"
import { QueryTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { PageLink } from "@/components/ui/page-link"
import { formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

/** Requests publish no event of their own: there may be hundreds a second. */
const refetchMs = 8_000

interface RequestsViewProps {
  environments: readonly string[]
  tokens: readonly { id: string; name: string }[]
  /** How many could not be kept in the last day. */
  dropped: number
}

/** What pipelines sent and how it was answered, newest first. */
export function RequestsView({ environments, tokens, dropped }: RequestsViewProps) {
  const [filter, setFilter] = useQueryStates(requestParsers, { throttleMs: 250 })
  const [opened, open] = useQueryState("request", parseAsString)
  const { paused } = useLive()
  const query = useInfiniteQuery({
    ...requestsQuery(filter),
    placeholderData: keepPreviousData,
    refetchInterval: paused ? false : refetchMs,
  })
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
        title="Requests"
        crumbs={[{ label: "Pipelines", href: pages.pipelines() }]}
        actions={<ColumnChoice tableId="requests" columns={requestColumns} />}
      />
      <PageBody fill>
        <RequestFilters
          filter={filter}
          onFilter={(change) => void setFilter(change)}
          environments={environments}
          tokens={tokens}
        />
        {dropped > 0 && (
          <p className="text-sm text-muted">
            {`${formatQuantity(dropped, "request")} of the last day ${dropped === 1 ? "is" : "are"} not listed: a pipeline repeated what was refused, or the database was slow.`}
          </p>
        )}
        <QueryTable
          tableId="requests"
          label="Requests of pipelines, newest first"
          columns={requestColumns}
          rowKey={(row) => row.id}
          rowHref={(row) => pages.requests({ ...filter, request: row.id })}
          onOpenRow={(row) => void open(row.id, { history: "push" })}
          selectedKey={opened}
          query={query}
          failure="Could not load requests"
          className="shrink"
        >
          {filtered ? (
            <EmptyState
              title="No matching requests"
              actions={<Button onClick={() => void setFilter(null)}>Clear filters</Button>}
            >
              A request that never reached Slipway is not listed: check the log of the CI job and the address
              that it uses.
            </EmptyState>
          ) : (
            <EmptyState
              title="No requests yet"
              actions={
                <Button asChild>
                  <PageLink href={pages.pipelines()}>Set up a pipeline</PageLink>
                </Button>
              }
            >
              What pipelines send with an API token is listed here, with the answer and what was recorded.
            </EmptyState>
          )}
        </QueryTable>
      </PageBody>
      <RequestDrawer
        id={opened}
        known={rows[at]}
        onClose={() => void open(null, { history: "replace" })}
        onNext={neighbor(1)}
        onPrevious={neighbor(-1)}
      />
    </>
  )
}
