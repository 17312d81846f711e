import { parseAsString, parseAsStringLiteral } from "nuqs/server"
import { deliveryStates, testEventType, webhookEventTypes } from "@/lib/console/webhooks/event-types"
import { api } from "@/lib/platform/paths"
import { apiQuery, filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const webhookList = filteredList(queryKeys.webhooks, (filter) => api("/webhooks", filter), {
  q: parseAsString,
})

export const webhookQuery = (id: string) => apiQuery([...queryKeys.webhooks, id], api("/webhooks/{id}", id))

export const deliveryParsers = {
  state: parseAsStringLiteral(deliveryStates),
  type: parseAsStringLiteral([...webhookEventTypes, testEventType]),
}

export const deliveryList = (id: string) =>
  filteredList(
    [...queryKeys.webhooks, id, "deliveries"],
    (filter) => api("/webhooks/{id}/deliveries", id, filter),
    deliveryParsers,
  )

export const deliveryQuery = (id: string, deliveryId: string) =>
  apiQuery(
    [...queryKeys.webhooks, id, "delivery", deliveryId],
    api("/webhooks/{id}/deliveries/{deliveryId}", id, deliveryId),
  )
