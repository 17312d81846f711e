import { z } from "zod"
import { deliveryDetailSchema } from "@/lib/console/webhooks/schema"
import { sendAgain } from "@/lib/console/webhooks/send-again"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = z.strictObject({
  ...idParams("webhook").shape,
  ...idParams("delivery", "deliveryId").shape,
})

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/webhooks/{id}/deliveries/{deliveryId}/replay",
  {
    POST: endpoint({
      summary: "Send a delivery again",
      description:
        "Sends exactly the same body with the same `webhook-id`, and retries it like a new one. A pending delivery is sent now instead of later. Returns 409 if the webhook is disabled.",
      access: "admin",
      params,
      response: deliveryDetailSchema,
      status: 202,
      problems: [409],
      verb: (actor, { params }) => sendAgain(actor, params.id, params.deliveryId),
    }),
  },
)
