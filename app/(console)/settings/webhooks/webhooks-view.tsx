"use client"

import { lazy } from "react"
import { webhookList } from "@/components/admin/webhooks/webhook-queries"
import {
  deliveryStateStyles,
  stateOfWebhook,
  webhookStateStyles,
} from "@/components/admin/webhooks/webhook-styles"
import { ListPage, useList } from "@/components/layout/list-page"
import { usePolling } from "@/components/layout/live"
import { nameColumn } from "@/components/layout/name-column"
import { badgeColumn, timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { NewButton } from "@/components/ui/dialog-button"
import { EmptyState } from "@/components/ui/empty-state"
import { StatusLabel } from "@/components/ui/status"
import { VersionText } from "@/components/ui/version-text"
import type { WebhookSummary } from "@/lib/console/webhooks/schema"
import { pages } from "@/lib/platform/paths"

const WebhookDialog = lazy(() => import("@/components/admin/webhooks/webhook-dialog"))

const refetchMs = 8_000

export function WebhooksView({ environments }: { environments: readonly string[] }) {
  const list = useList(webhookList, usePolling(refetchMs))
  const newWebhook = (
    <NewButton dialog={(state) => <WebhookDialog {...state} environments={environments} />}>
      New webhook
    </NewButton>
  )
  return (
    <ListPage
      title="Webhooks"
      actions={newWebhook}
      tableId="webhooks"
      label="Webhooks"
      columns={webhookColumns}
      {...list}
      rowKey={({ id }) => id}
      rowHref={({ id }) => pages.webhook(id)}
      filters={[{ kind: "search", name: "q", label: "Filter by name or URL" }]}
    >
      <EmptyState title="No webhooks yet" actions={newWebhook}>
        A webhook sends events of deployments, releases and rollouts to another system, for example a bot that
        posts to your chat.
      </EmptyState>
    </ListPage>
  )
}

const webhookColumns: readonly Column<WebhookSummary>[] = [
  nameColumn(({ name }) => name, { id: "name", label: "Name", width: 170, required: true }),
  badgeColumn(stateOfWebhook, webhookStateStyles, { id: "state", label: "State", width: 105 }),
  {
    id: "url",
    label: "URL",
    width: 210,
    cell: ({ url }) => <VersionText value={url} className="text-xs" />,
    value: ({ url }) => url,
  },
  { id: "events", label: "Events", minWidth: 220, mono: true, value: ({ events }) => events.join(", ") },
  {
    id: "lastState",
    label: "Last delivery",
    width: 120,
    value: ({ lastDelivery }) => lastDelivery?.state,
    cell: ({ lastDelivery }) =>
      lastDelivery === null ? (
        <span className="text-muted">None</span>
      ) : (
        <StatusLabel style={deliveryStateStyles[lastDelivery.state]} />
      ),
  },
  timeColumn(({ lastDelivery }) => lastDelivery?.createdAt, {
    id: "lastAt",
    label: "Last event",
    width: 120,
  }),
  { id: "pending", label: "Pending", width: 80, align: "end", value: ({ pending }) => pending },
  { id: "createdBy", label: "Created by", width: 140, hidden: true, value: ({ createdBy }) => createdBy },
]
