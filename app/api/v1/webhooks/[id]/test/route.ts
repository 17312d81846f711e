import { deliveryDetailSchema } from "@/lib/console/webhooks/schema"
import { sendTestEvent } from "@/lib/console/webhooks/send-again"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/webhooks/{id}/test", {
  POST: endpoint({
    summary: "Send a test event",
    description:
      "Queues an event of the type `webhook.test`, which is signed and retried like any other. Returns its delivery; 409 if the webhook is disabled.",
    access: "admin",
    params: idParams("webhook"),
    response: deliveryDetailSchema,
    status: 202,
    problems: [409],
    verb: (actor, { params }) => sendTestEvent(actor, params.id),
  }),
})
