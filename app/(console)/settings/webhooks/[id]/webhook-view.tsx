"use client"

import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query"
import { Send } from "lucide-react"
import dynamic from "next/dynamic"
import { useRouter } from "next/navigation"
import { lazy } from "react"
import { deliveryColumns } from "@/components/admin/webhooks/delivery-columns"
import { deliveryList, type deliveryParsers, webhookQuery } from "@/components/admin/webhooks/webhook-queries"
import { deliveryStateStyles } from "@/components/admin/webhooks/webhook-styles"
import { tenantChoiceQuery } from "@/components/fleet/tenants/tenant-queries"
import { ListPage, useList, useOpenedRow } from "@/components/layout/list-page"
import { usePolling } from "@/components/layout/live"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { DialogButton } from "@/components/ui/dialog-button"
import { EmptyState } from "@/components/ui/empty-state"
import type { ListFilter } from "@/components/ui/filters"
import { lazyDrawer } from "@/components/ui/lazy-trigger"
import { Notice } from "@/components/ui/notice"
import { statusOptions } from "@/components/ui/status"
import { rowsOf } from "@/components/ui/table-query"
import { Time } from "@/components/ui/time"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { testEventType } from "@/lib/console/webhooks/event-types"
import type { Webhook } from "@/lib/console/webhooks/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api, pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const SecretShown = dynamic(() =>
  import("@/components/admin/webhooks/secret-shown").then((file) => file.SecretShown),
)
const WebhookDialog = lazy(() => import("@/components/admin/webhooks/webhook-dialog"))
const DeliveryDrawer = lazyDrawer(() => import("@/components/admin/webhooks/delivery-drawer"))

/** A receiver responds to a test event within a second. */
const refetchMs = 2_000

export function WebhookView({ id, environments }: { id: string; environments: readonly string[] }) {
  const refetchInterval = usePolling(refetchMs)
  const { data: webhook } = useSuspenseQuery({ ...webhookQuery(id), refetchInterval })
  const { name, events, enabled } = webhook
  const list = useList(deliveryList(id), refetchInterval)
  const opened = useOpenedRow("delivery", rowsOf(list.query), (row) => row.id)
  const filters: ListFilter<keyof typeof deliveryParsers>[] = [
    { kind: "choice", name: "state", label: "State", options: statusOptions(deliveryStateStyles) },
    {
      kind: "choice",
      name: "type",
      label: "Event",
      options: [...events, testEventType].map((type) => ({ value: type, label: type })),
    },
  ]
  return (
    <>
      <ListPage
        title={name}
        crumbs={[{ label: "Webhooks", href: pages.webhooks() }]}
        actions={<SendTest id={id} disabled={!enabled} />}
        tableId="webhook-deliveries"
        label="Deliveries, newest first"
        noun="deliveries"
        columns={deliveryColumns}
        {...list}
        rowKey={(row) => row.id}
        rowHref={(row) => pages.webhook(id, { ...list.values, delivery: row.id })}
        opened={opened}
        filters={filters}
        details={<WebhookDetails webhook={webhook} environments={environments} />}
      >
        <EmptyState title="No deliveries yet" actions={<SendTest id={id} disabled={!enabled} />}>
          Each event sent to this webhook is listed here with the response.
        </EmptyState>
      </ListPage>
      <DeliveryDrawer {...opened.drawer} webhookId={id} canSend={enabled} />
    </>
  )
}

function SendTest({ id, disabled }: { id: string; disabled: boolean }) {
  const send = useApiMutation("POST", api("/webhooks/{id}/test", id), {
    toast: "Test event queued",
    invalidates: [queryKeys.webhooks],
  })
  return (
    <Button
      variant="primary"
      icon={<Send size={14} />}
      disabled={disabled}
      loading={send.isPending}
      onClick={() => send.mutate(undefined)}
    >
      Send test event
    </Button>
  )
}

const maxNamed = 5

/** The names of a few tenants; otherwise, and until they are loaded, their number. */
function useTenantNames(ids: readonly string[]): string[] {
  const isNamed = ids.length > 0 && ids.length <= maxNamed
  const { data = [] } = useQuery({ ...tenantChoiceQuery, enabled: isNamed })
  const names = data.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  if (ids.length === 0 || (isNamed && names.length === ids.length)) return names
  return [formatQuantity(ids.length, "tenant")]
}

function WebhookDetails({ webhook, environments }: { webhook: Webhook; environments: readonly string[] }) {
  const router = useRouter()
  const queries = useQueryClient()
  const { url, events, enabled, disabledReason, failingSince, previousSecretUntil } = webhook
  const limits = [...webhook.environments, ...useTenantNames(webhook.tenants)]
  function leave() {
    router.replace(pages.webhooks())
    void queries.invalidateQueries({ queryKey: queryKeys.webhooks, refetchType: "none" })
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-start justify-between gap-x-6 gap-y-2 max-lg:flex-col">
        <div className="min-w-0 text-sm">
          <p className="font-mono wrap-anywhere">{url}</p>
          <p className="text-muted wrap-anywhere">
            {events.join(", ")}
            {limits.length > 0 && ` · only ${limits.join(", ")}`}
          </p>
        </div>
        <WebhookActions webhook={webhook} environments={environments} onRemoved={leave} />
      </div>
      {!enabled && <Notice tone="pending">{disabledReason} Nothing is sent until it is enabled.</Notice>}
      {enabled && failingSince !== null && (
        <Notice tone="failed">
          Deliveries have been failing since <Time at={failingSince} exact focusable />. After five days
          without a success, the webhook is disabled.
        </Notice>
      )}
      {previousSecretUntil !== null && (
        <p className="text-sm text-muted">
          Requests are also signed with the previous secret until{" "}
          <Time at={previousSecretUntil} exact focusable />.
        </p>
      )}
    </div>
  )
}

interface WebhookActionsProps {
  webhook: Webhook
  environments: readonly string[]
  onRemoved: () => void
}

const invalidates = [queryKeys.webhooks]

function WebhookActions({ webhook, environments, onRemoved }: WebhookActionsProps) {
  const { id, name, enabled } = webhook
  const rotate = useApiMutation("POST", api("/webhooks/{id}/rotate", id), {
    invalidates,
  })
  const remove = useApiMutation("DELETE", api("/webhooks/{id}", id), {
    toast: "Webhook removed",
    onSuccess: onRemoved,
  })
  const enable = useApiMutation("PATCH", api("/webhooks/{id}", id), {
    body: { enabled: true },
    invalidates,
    toast: "Webhook enabled",
  })
  const disable = useApiMutation("PATCH", api("/webhooks/{id}", id), {
    body: { enabled: false },
    invalidates,
    toast: "Webhook disabled",
  })
  return (
    <div className="flex shrink-0 flex-wrap gap-2 print:hidden">
      <DialogButton
        dialog={(state) => <WebhookDialog {...state} webhook={webhook} environments={environments} />}
      >
        Edit…
      </DialogButton>
      <ConfirmDialog
        trigger={<Button>Rotate secret…</Button>}
        width={rotate.data ? "lg" : "sm"}
        title={rotate.data ? `New secret of ${name}` : `Rotate the secret of ${name}?`}
        description="Requests are signed with both secrets for 24 hours, so that you can update the receiver without losing events."
        confirm="Rotate secret"
        action={rotate}
        result={rotate.data ? <SecretShown secret={rotate.data.secret} /> : null}
      />
      {enabled ? (
        <ConfirmDialog
          trigger={<Button>Disable…</Button>}
          title={`Disable ${name}?`}
          description="Pending deliveries are marked as failed. Events that happen while the webhook is disabled are never sent."
          confirm="Disable"
          action={disable}
        />
      ) : (
        <Button loading={enable.isPending} onClick={() => enable.mutate(undefined)}>
          Enable
        </Button>
      )}
      <ConfirmDialog
        trigger={<Button variant="danger">Remove…</Button>}
        title={`Remove ${name}?`}
        description="Its delivery log is removed as well. This cannot be undone."
        confirm="Remove"
        action={remove}
      />
    </div>
  )
}
