"use client"

import { requestColumns } from "@/components/admin/requests/request-columns"
import { requestOutcomeStyles } from "@/components/admin/requests/request-outcome"
import { requestList } from "@/components/admin/requests/request-query"
import { ListPage, useList, useOpenedRow } from "@/components/layout/list-page"
import { usePolling } from "@/components/layout/live"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import type { ListFilter } from "@/components/ui/filters"
import { lazyDrawer } from "@/components/ui/lazy-trigger"
import { statusOptions } from "@/components/ui/status"
import { rowsOf } from "@/components/ui/table-query"
import { formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

const RequestDrawer = lazyDrawer(() => import("@/components/admin/requests/request-drawer"))

/** Requests publish no events, because there may be hundreds per second. */
const refetchMs = 8_000

interface RequestsViewProps {
  environments: readonly string[]
  senders: readonly { id: string; name: string }[]
  /** How many could not be kept in the last day. */
  dropped: number
}

export function RequestsView({ environments, senders, dropped }: RequestsViewProps) {
  const list = useList(requestList, usePolling(refetchMs))
  const opened = useOpenedRow("request", rowsOf(list.query), (row) => row.id)
  const senderOptions = [
    { value: "none", label: "None or unknown" },
    ...senders.map(({ id, name }) => ({ value: id, label: name })),
  ]
  const filters: ListFilter<keyof typeof requestList.parsers>[] = [
    {
      kind: "search",
      name: "q",
      label: "Tag, commit, run URL, application…",
      className: "w-88",
    },
    { kind: "choice", name: "outcome", label: "Outcome", options: statusOptions(requestOutcomeStyles) },
    { kind: "name", name: "environment", label: "Environment", options: environments },
    { kind: "name", name: "token", label: "Sender", options: senderOptions },
    { kind: "detail", linked: true, name: "application", label: "Application" },
    { kind: "detail", linked: true, name: "recordId", label: "Record" },
    { kind: "detail", linked: true, name: "from", label: "Since", type: "time" },
    { kind: "detail", linked: true, name: "to", label: "Before", type: "time" },
  ]
  return (
    <>
      <ListPage
        title="Requests"
        crumbs={[{ label: "Pipelines", href: pages.pipelines() }]}
        tableId="requests"
        label="Requests of pipelines, newest first"
        columns={requestColumns}
        {...list}
        rowKey={(row) => row.id}
        rowHref={(row) => pages.requests({ ...list.values, request: row.id })}
        opened={opened}
        filters={filters}
        notes={
          dropped > 0 && (
            <p className="text-sm text-muted">
              {`${formatQuantity(dropped, "request")} of the last day ${dropped === 1 ? "is" : "are"} not listed: a pipeline repeated what was rejected, or the database was slow.`}
            </p>
          )
        }
        noMatches="A request that never reached Slipway is not listed: check the log of the CI job and the address that it uses."
      >
        <EmptyState
          title="No requests yet"
          actions={<ButtonLink href={pages.pipelines()}>Set up a pipeline</ButtonLink>}
        >
          What pipelines send with an API token is listed here, with the response and what was recorded.
        </EmptyState>
      </ListPage>
      <RequestDrawer {...opened.drawer} />
    </>
  )
}
