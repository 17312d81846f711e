import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { deliveryStates, testEventType, webhookEventTypes } from "@/lib/console/webhooks/event-types"
import { api } from "@/lib/platform/paths"
import { apiListQuery, apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const webhookParsers = { q: parseAsString }

type WebhookFilter = inferParserType<typeof webhookParsers>

export const webhooksQuery = (filter: WebhookFilter) =>
  apiListQuery([...queryKeys.webhooks, filter], api.webhooks(filter))

export const webhookQuery = (id: string) => apiQuery([...queryKeys.webhooks, id], api.webhook(id))

export const deliveryParsers = {
  state: parseAsStringLiteral(deliveryStates),
  type: parseAsStringLiteral([...webhookEventTypes, testEventType]),
}

export type DeliveryFilter = inferParserType<typeof deliveryParsers>

export const deliveriesQuery = (id: string, filter: DeliveryFilter) =>
  apiListQuery([...queryKeys.webhooks, id, "deliveries", filter], api.webhookDeliveries(id, filter))

export const deliveryQuery = (id: string, deliveryId: string) =>
  apiQuery([...queryKeys.webhooks, id, "delivery", deliveryId], api.webhookDelivery(id, deliveryId))
