import { v7 as uuidv7 } from "uuid"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { buildPayload } from "./event-data"
import { testEventType } from "./event-types"
import { storeDeliveries } from "./follow-events"
import { findDelivery, getDelivery } from "./list-deliveries"
import { findWebhook } from "./list-webhooks"
import type { DeliveryDetail } from "./schema"

/** Sends a test event; 409 if the webhook is disabled. */
export async function sendTestEvent(actor: Actor, webhookId: string): Promise<DeliveryDetail> {
  requireScope(actor, "admin")
  return transaction(async () => {
    const { name } = await requireEnabled(webhookId)
    const id = uuidv7()
    const payload = buildPayload(testEventType, new Date(), { webhookId, name, requestedBy: actor.name })
    await storeDeliveries([{ id, webhookId, eventId: id, type: testEventType, payload }])
    await appendAudit(actor, "webhook.tested", webhookId, { name })
    await publishEvent("webhook.updated", webhookId)
    return getDelivery(actor, webhookId, id)
  })
}

/**
 * Sends exactly the same again, with the same webhook-id, and with retries from the first. A delivery that is pending is
 * sent now. 409 if the webhook is disabled.
 */
export async function sendAgain(actor: Actor, webhookId: string, id: string): Promise<DeliveryDetail> {
  requireScope(actor, "admin")
  return transaction(async () => {
    const { name } = await requireEnabled(webhookId)
    const { eventId, type } = await findDelivery(webhookId, id)
    await db().$executeRaw`
      UPDATE webhook_delivery
      SET state = 'PENDING', attempts = 0, next_attempt_at = now(), finished_at = NULL, fence = fence + 1
      WHERE id = ${id}::uuid`
    await appendAudit(actor, "webhook.delivery_replayed", webhookId, { name, deliveryId: id, eventId, type })
    await publishEvent("webhook.updated", webhookId)
    return getDelivery(actor, webhookId, id)
  })
}

/** Holds the webhook, so that it is not disabled before the delivery is stored. */
async function requireEnabled(id: string): Promise<{ name: string }> {
  await db().$queryRaw`SELECT 1 FROM webhook WHERE id = ${id}::uuid FOR SHARE`
  const { name, disabledAt } = await findWebhook(id)
  if (disabledAt !== null)
    throw conflict(`The webhook ${name} is disabled. Enable it first.`, "webhook_disabled")
  return { name }
}
