import { useQuery } from "@tanstack/react-query"
import { Send } from "lucide-react"
import { outcomeOf } from "@/components/admin/webhooks/delivery-columns"
import { deliveryQuery } from "@/components/admin/webhooks/webhook-queries"
import { deliveryStateStyles } from "@/components/admin/webhooks/webhook-styles"
import type { ListDrawerProps } from "@/components/layout/list-page"
import { usePolling } from "@/components/layout/live"
import { Button } from "@/components/ui/button"
import { Chip, CodeBlock } from "@/components/ui/copy"
import { DetailList } from "@/components/ui/detail-list"
import { FormError } from "@/components/ui/form-error"
import { DrawerSection, RecordDrawer } from "@/components/ui/record-drawer"
import { StatusBadge } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Attempt, Delivery, DeliveryDetail } from "@/lib/console/webhooks/schema"
import { formatQuantity } from "@/lib/platform/format"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const refetchMs = 2_000

type DeliveryDrawerProps = ListDrawerProps<Delivery> & { webhookId: string; canSend: boolean }

export default function DeliveryDrawer({ webhookId, canSend, known: _row, ...drawer }: DeliveryDrawerProps) {
  const { id } = drawer
  const read = useQuery({
    ...deliveryQuery(webhookId, id ?? ""),
    enabled: id !== null,
    refetchInterval: usePolling(refetchMs),
  })
  return (
    <RecordDrawer
      {...drawer}
      read={read}
      noun="delivery"
      title={({ type, state }) => (
        <>
          <span className="truncate font-mono">{type}</span>
          <StatusBadge style={deliveryStateStyles[state]} />
        </>
      )}
      description={({ attempts }) => formatQuantity(attempts, "attempt")}
      footer={(delivery) => canSend && <SendAgain webhookId={webhookId} delivery={delivery} />}
      failureHint="Deliveries are deleted after the retention period."
    >
      {({ eventId, createdAt, nextAttemptAt, payload, log }) => (
        <>
          <DetailList
            details={[
              { label: "Created", value: <Time at={createdAt} exact focusable /> },
              { label: "webhook-id", value: <Chip value={eventId} label="webhook-id" /> },
              {
                label: "Next attempt",
                value: nextAttemptAt && <Time at={nextAttemptAt} exact focusable />,
              },
            ]}
          />
          <DrawerSection title="Attempts">
            {log.length === 0 ? (
              <p className="text-sm text-muted">Not sent yet.</p>
            ) : (
              <ol className="flex flex-col gap-3">
                {log.toReversed().map((attempt, index) => (
                  <AttemptItem key={attempt.at} attempt={attempt} number={log.length - index} />
                ))}
              </ol>
            )}
          </DrawerSection>
          <DrawerSection title="Payload">
            <CodeBlock code={JSON.stringify(JSON.parse(payload), null, 2)} label="payload as JSON" />
          </DrawerSection>
        </>
      )}
    </RecordDrawer>
  )
}

function AttemptItem({ attempt, number }: { attempt: Attempt; number: number }) {
  return (
    <li className="flex flex-col gap-1 text-sm">
      <p className="flex flex-wrap gap-x-2">
        <Time at={attempt.at} exact focusable className="text-muted" />
        <span className={attempt.error === null ? undefined : "text-failed"}>{outcomeOf(attempt)}</span>
      </p>
      {attempt.response !== "" && <CodeBlock code={attempt.response} label={`response ${number}`} />}
    </li>
  )
}

function SendAgain({ webhookId, delivery }: { webhookId: string; delivery: DeliveryDetail }) {
  const send = useApiMutation(
    "POST",
    api("/webhooks/{id}/deliveries/{deliveryId}/replay", webhookId, delivery.id),
    {
      toast: "Delivery queued",
      invalidates: [queryKeys.webhooks],
    },
  )
  return (
    <>
      <FormError error={send.error} />
      <Button icon={<Send size={14} />} loading={send.isPending} onClick={() => send.mutate(undefined)}>
        {delivery.state === "PENDING" ? "Send now" : "Send again"}
      </Button>
    </>
  )
}
