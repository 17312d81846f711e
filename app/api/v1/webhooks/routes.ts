import { z } from "zod"
import { getDelivery, listDeliveries } from "@/lib/console/webhooks/list-deliveries"
import { getWebhook, listWebhooks } from "@/lib/console/webhooks/list-webhooks"
import {
  createWebhookSchema,
  deliveriesQuerySchema,
  deliveryDetailSchema,
  deliverySchema,
  updateWebhookSchema,
  webhookSchema,
  webhookSummarySchema,
  webhooksQuerySchema,
  webhookWithSecretSchema,
} from "@/lib/console/webhooks/schema"
import { sendAgain, sendTestEvent } from "@/lib/console/webhooks/send-again"
import {
  createWebhook,
  deleteWebhook,
  rotateSecret,
  updateWebhook,
} from "@/lib/console/webhooks/write-webhook"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const webhookParams = idParams("webhook")
const deliveryParams = z.strictObject({
  ...idParams("webhook").shape,
  ...idParams("delivery", "deliveryId").shape,
})

export const webhooks = defineRoute("/api/v1/webhooks", {
  GET: endpoint({
    summary: "List webhooks, newest first",
    access: "admin",
    query: webhooksQuerySchema,
    response: webhookSummarySchema.array(),
    handler: (actor, { query }) => listWebhooks(actor, query),
  }),
  POST: endpoint({
    summary: "Create a webhook",
    description:
      "Events from now on are sent to the address as `{type, timestamp, data}`, signed as [Standard Webhooks](https://www.standardwebhooks.com) defines. `data` is the deployment, quarantine, release or rollout as the API returned it when the event was noticed, usually within a second, without `valuesOverride`, or the counts of an import. Limits to environments or tenants do not apply to quarantines and imports. A status other than 2xx within 15 seconds is retried for three days. The address must be https, with a public host unless the server configuration allows it. The secret is returned only in this response.",
    access: "admin",
    body: createWebhookSchema,
    response: webhookWithSecretSchema,
    status: 201,
    problems: [409],
    handler: (actor, { body }) => createWebhook(actor, body),
  }),
})

export const webhook = defineRoute("/api/v1/webhooks/{id}", {
  GET: endpoint({
    summary: "Get a webhook",
    access: "admin",
    params: webhookParams,
    response: webhookSchema,
    handler: (actor, { params }) => getWebhook(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Update, enable or disable a webhook",
    description:
      "Pending deliveries are sent to the new address. Slipway itself disables a webhook whose receiver answers 410, or whose deliveries have all failed for 5 days.",
    access: "admin",
    params: webhookParams,
    body: updateWebhookSchema,
    response: webhookSchema,
    ifMatch: true,
    handler: (actor, { params, body }, { ifMatch }) => updateWebhook(actor, params.id, body, ifMatch),
  }),
  DELETE: endpoint({
    summary: "Remove a webhook with its deliveries",
    access: "admin",
    params: webhookParams,
    ifMatch: true,
    handler: (actor, { params }, { ifMatch }) => deleteWebhook(actor, params.id, ifMatch),
  }),
})

export const deliveries = defineRoute("/api/v1/webhooks/{id}/deliveries", {
  GET: endpoint({
    summary: "List the deliveries of a webhook, newest first",
    access: "admin",
    params: webhookParams,
    query: deliveriesQuerySchema,
    response: deliverySchema.array(),
    problems: [404],
    handler: (actor, { params, query }) => listDeliveries(actor, params.id, query),
  }),
})

export const delivery = defineRoute("/api/v1/webhooks/{id}/deliveries/{deliveryId}", {
  GET: endpoint({
    summary: "Get a delivery with its payload and attempts",
    access: "admin",
    params: deliveryParams,
    response: deliveryDetailSchema,
    handler: (actor, { params }) => getDelivery(actor, params.id, params.deliveryId),
  }),
})

export const deliveryReplay = defineRoute("/api/v1/webhooks/{id}/deliveries/{deliveryId}/replay", {
  POST: endpoint({
    summary: "Send a delivery again",
    description:
      "Sends exactly the same body with the same `webhook-id`, and retries it like a new one. A pending delivery is sent now instead of later. Returns 409 if the webhook is disabled.",
    access: "admin",
    params: deliveryParams,
    response: deliveryDetailSchema,
    status: 202,
    problems: [409],
    handler: (actor, { params }) => sendAgain(actor, params.id, params.deliveryId),
  }),
})

export const webhookRotation = defineRoute("/api/v1/webhooks/{id}/rotate", {
  POST: endpoint({
    summary: "Replace the secret of a webhook",
    description:
      "For 24 hours, the previous secret signs too, so that `webhook-signature` contains two signatures. The new secret is returned only in this response.",
    access: "admin",
    params: webhookParams,
    response: webhookWithSecretSchema,
    ifMatch: true,
    handler: (actor, { params }, { ifMatch }) => rotateSecret(actor, params.id, ifMatch),
  }),
})

export const webhookTest = defineRoute("/api/v1/webhooks/{id}/test", {
  POST: endpoint({
    summary: "Send a test event",
    description:
      "Queues an event of the type `webhook.test`, which is signed and retried like any other. Returns its delivery; 409 if the webhook is disabled.",
    access: "admin",
    params: webhookParams,
    response: deliveryDetailSchema,
    status: 202,
    problems: [409],
    handler: (actor, { params }) => sendTestEvent(actor, params.id),
  }),
})
