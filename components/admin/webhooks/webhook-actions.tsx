"use client"

import dynamic from "next/dynamic"
import { lazy } from "react"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { DialogButton } from "@/components/ui/dialog-button"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { UpdateWebhook, Webhook } from "@/lib/console/webhooks/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

const SecretShown = dynamic(() =>
  import("@/components/admin/webhooks/secret-shown").then((file) => file.SecretShown),
)
const WebhookDialog = lazy(() => import("@/components/admin/webhooks/webhook-dialog"))

interface WebhookActionsProps {
  webhook: Webhook
  environments: readonly string[]
  onRemoved: () => void
}

const invalidates = [queryKeys.webhooks]

export function WebhookActions({ webhook, environments, onRemoved }: WebhookActionsProps) {
  const { id, name, enabled } = webhook
  const rotate = useApiMutation(() => request(api.webhookRotate(id), { method: "POST" }), { invalidates })
  const remove = useApiMutation(() => request(api.webhook(id), { method: "DELETE" }), {
    toast: "Webhook removed",
    onSuccess: onRemoved,
  })
  const change = useApiMutation(
    (body: UpdateWebhook) => request(api.webhook(id), { method: "PATCH", body }),
    { invalidates, toast: (changed) => (changed.enabled ? "Webhook enabled" : "Webhook disabled") },
  )
  const disable = useApiMutation(() => change.mutateAsync({ enabled: false }))
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
        <Button loading={change.isPending} onClick={() => change.mutate({ enabled: true })}>
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
