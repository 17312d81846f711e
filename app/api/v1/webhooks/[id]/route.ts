import { getWebhook } from "@/lib/console/webhooks/list-webhooks"
import { updateWebhookSchema, webhookSchema } from "@/lib/console/webhooks/schema"
import { deleteWebhook, updateWebhook } from "@/lib/console/webhooks/write-webhook"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = idParams("webhook")

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/webhooks/{id}", {
  GET: endpoint({
    summary: "Get a webhook",
    access: "admin",
    params,
    response: webhookSchema,
    etag: true,
    verb: (actor, { params }) => getWebhook(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Update, enable or disable a webhook",
    description:
      "Pending deliveries are sent to the new address. Slipway itself disables a webhook whose receiver answers 410, or whose deliveries have all failed for 5 days.",
    access: "admin",
    params,
    body: updateWebhookSchema,
    response: webhookSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params, body }, { ifMatch }) => updateWebhook(actor, params.id, body, ifMatch),
  }),
  DELETE: endpoint({
    summary: "Remove a webhook with its deliveries",
    access: "admin",
    params,
    status: 204,
    ifMatch: true,
    verb: (actor, { params }, { ifMatch }) => deleteWebhook(actor, params.id, ifMatch),
  }),
})
