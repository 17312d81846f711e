"use client"

import { useQuery } from "@tanstack/react-query"
import { lazy } from "react"
import { eventSourcesQuery } from "@/components/admin/event-sources/event-sources-query"
import { SetUpSteps } from "@/components/admin/event-sources/set-up-steps"
import { requestOutcomeStyles } from "@/components/admin/requests/request-outcome"
import { usePolling } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { actionsColumn } from "@/components/ui/column-kinds"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { Dialog } from "@/components/ui/dialog"
import { DialogButton, NewButton } from "@/components/ui/dialog-button"
import { EmptyState } from "@/components/ui/empty-state"
import { Link } from "@/components/ui/link"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import { StatusLabel } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { EventSource, ListedEventSource } from "@/lib/ledger/event-sources/schema"
import { eventSystemNames } from "@/lib/ledger/event-sources/systems"
import { api, pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

/** Often enough to see the first delivery arrive. */
const refetchMs = 8_000

const EventSourceDialog = lazy(() => import("@/components/admin/event-sources/event-source-dialog"))

const columns: readonly ListColumn<ListedEventSource>[] = [
  {
    id: "name",
    label: "Name",
    name: true,
    width: 200,
    cell: ({ name, enabled }) => (
      <span className="inline-flex max-w-full items-center gap-2">
        <span className="truncate">{name}</span>
        {!enabled && <Badge>Disabled</Badge>}
      </span>
    ),
  },
  { id: "system", label: "System", plain: true, width: 90, value: ({ system }) => eventSystemNames[system] },
  {
    id: "application",
    label: "Application",
    mono: true,
    width: 150,
    value: ({ application }) => application ?? "From the event",
    cell: ({ application }) => application ?? <span className="font-sans text-muted">From the event</span>,
  },
  {
    id: "environments",
    label: "Environments",
    width: 140,
    value: ({ environments }) => environments.join(", ") || "All",
    cell: ({ environments }) => environments.join(", ") || <span className="text-muted">All</span>,
  },
  {
    id: "lastDelivery",
    label: "Last delivery",
    width: 210,
    cell: ({ id, lastDelivery }) =>
      lastDelivery === null ? (
        <span className="text-muted">None</span>
      ) : (
        <Link
          href={pages.requests({ token: id })}
          className="inline-flex flex-wrap items-center gap-x-2 align-middle"
        >
          <StatusLabel style={requestOutcomeStyles[lastDelivery.outcome]} />
          <Time at={lastDelivery.at} className="text-muted" />
        </Link>
      ),
  },
]

interface EventSourcesViewProps {
  environments: readonly string[]
  /** The configured address of Slipway; null: the one in the address bar. */
  url: string | null
}

export function EventSourcesView(shared: EventSourcesViewProps) {
  const query = useQuery({ ...eventSourcesQuery, refetchInterval: usePolling(refetchMs) })
  const newSource = (
    <NewButton dialog={(state) => <EventSourceDialog {...state} source={null} {...shared} />}>
      New event source
    </NewButton>
  )
  return (
    <>
      <PageHeader
        title="Event sources"
        crumbs={[{ label: "Pipelines", href: pages.pipelines() }]}
        actions={newSource}
      />
      <PageBody>
        <p className="max-w-2xl text-sm text-muted">
          A system that already sends signed events needs no step in the pipeline: its events are recorded as
          deployments. Argo CD and CDEvents do not sign events and use an API token instead; see{" "}
          <Link href={pages.pipelines({ system: "argocd" })}>Pipelines</Link>.
        </p>
        <ListTable
          label="Event sources"
          className="min-w-4xl"
          columns={[
            ...columns,
            actionsColumn<ListedEventSource>(270, (source) => <Actions source={source} {...shared} />),
          ]}
          rowKey={({ id }) => id}
          isDimmed={({ enabled }) => !enabled}
          read={query}
          expected={2}
          empty={
            <EmptyState title="No event sources yet" actions={newSource}>
              Create one for GitHub, GitLab, Flux or any system that signs events according to Standard
              Webhooks.
            </EmptyState>
          }
        />
      </PageBody>
    </>
  )
}

type ActionsProps = EventSourcesViewProps & { source: EventSource }

function Actions({ source, environments, url }: ActionsProps) {
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      <Dialog trigger={<Button of={source.name}>Set up</Button>} title={`Set up ${source.name}`}>
        <SetUpSteps source={source} url={url} secret={null} />
      </Dialog>
      <DialogButton
        of={source.name}
        dialog={(state) => (
          <EventSourceDialog {...state} source={source} environments={environments} url={url} />
        )}
      >
        Edit
      </DialogButton>
      <RotateDialog source={source} url={url} />
      <RemoveDialog source={source} />
    </span>
  )
}

function RotateDialog({ source, url }: Omit<ActionsProps, "environments">) {
  const rotate = useApiMutation("POST", api("/ingest/sources/{id}/rotate", source.id), {
    invalidates: [queryKeys.eventSources],
  })
  return (
    <ConfirmDialog
      trigger={<Button of={source.name}>Rotate</Button>}
      title={rotate.data ? `New secret of ${source.name}` : `Rotate the secret of ${source.name}?`}
      description="The current secret is accepted for another 24 hours. Enter the new one in the other system before then."
      confirm="Rotate"
      action={rotate}
      result={rotate.data ? <SetUpSteps source={rotate.data} url={url} secret={rotate.data.secret} /> : null}
    />
  )
}

function RemoveDialog({ source }: { source: EventSource }) {
  const remove = useApiMutation("DELETE", api("/ingest/sources/{id}", source.id), {
    toast: "Event source removed",
    invalidates: [queryKeys.eventSources],
  })
  return (
    <ConfirmDialog
      trigger={<Button of={source.name}>Remove</Button>}
      title={`Remove ${source.name}?`}
      description="New events are rejected. Deployments that it recorded are kept. This cannot be undone."
      confirm="Remove"
      action={remove}
    />
  )
}
