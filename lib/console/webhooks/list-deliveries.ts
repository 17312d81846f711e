import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import type { WebhookDelivery as DeliveryRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { timeOfId, toInstant } from "@/lib/platform/instant"
import { cutIdPage, decodeIdCursor, mapPage, type Page } from "@/lib/platform/page"
import { findWebhook } from "./list-webhooks"
import {
  attemptSchema,
  type DeliveriesQuery,
  type Delivery,
  type DeliveryDetail,
  deliverySchema,
} from "./schema"

/** The deliveries of a webhook, newest first. */
export async function listDeliveries(
  actor: Actor,
  webhookId: string,
  query: DeliveriesQuery,
): Promise<Page<Delivery>> {
  requireScope(actor, "admin")
  await findWebhook(webhookId)
  const rows = await db().webhookDelivery.findMany({
    where: { webhookId, state: query.state, type: query.type, id: { lt: decodeIdCursor(query.cursor) } },
    omit: { payload: true },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  })
  return mapPage(cutIdPage(rows, query.limit), toDelivery)
}

export async function getDelivery(actor: Actor, webhookId: string, id: string): Promise<DeliveryDetail> {
  requireScope(actor, "admin")
  const row = await findDelivery(webhookId, id)
  return { ...toDelivery(row), payload: row.payload, log: logOf(row) }
}

/** The stored row; throws a 404 if there is none. */
export async function findDelivery(webhookId: string, id: string): Promise<DeliveryRow> {
  const row = await db().webhookDelivery.findFirst({ where: { id, webhookId } })
  if (row === null) throw notFound(`There is no delivery ${id}. It may have been deleted.`)
  return row
}

const logOf = ({ log }: Pick<DeliveryRow, "log">) => attemptSchema.array().parse(log)

function toDelivery(row: Omit<DeliveryRow, "payload">): Delivery {
  return {
    ...fieldsOf(deliverySchema, row),
    createdAt: toInstant(timeOfId(row.id)),
    lastAttempt: logOf(row).at(-1) ?? null,
  }
}
