import { listWebhooks } from "@/lib/console/webhooks/list-webhooks"
import {
  createWebhookSchema,
  webhookSummarySchema,
  webhooksQuerySchema,
  webhookWithSecretSchema,
} from "@/lib/console/webhooks/schema"
import { createWebhook } from "@/lib/console/webhooks/write-webhook"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const path = "/api/v1/webhooks"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List webhooks, newest first",
    access: "admin",
    query: webhooksQuerySchema,
    response: webhookSummarySchema.array(),
    verb: (actor, { query }) => listWebhooks(actor, query),
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
    verb: async (actor, { body }) => created(path, await createWebhook(actor, body)),
  }),
})
