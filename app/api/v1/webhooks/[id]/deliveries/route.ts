import { listDeliveries } from "@/lib/console/webhooks/list-deliveries"
import { deliveriesQuerySchema, deliverySchema } from "@/lib/console/webhooks/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/webhooks/{id}/deliveries", {
  GET: endpoint({
    summary: "List the deliveries of a webhook, newest first",
    access: "admin",
    params: idParams("webhook"),
    query: deliveriesQuerySchema,
    response: deliverySchema.array(),
    problems: [404],
    verb: (actor, { params, query }) => listDeliveries(actor, params.id, query),
  }),
})
