import { z } from "zod"
import { getDelivery } from "@/lib/console/webhooks/list-deliveries"
import { deliveryDetailSchema } from "@/lib/console/webhooks/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = z.strictObject({
  ...idParams("webhook").shape,
  ...idParams("delivery", "deliveryId").shape,
})

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/webhooks/{id}/deliveries/{deliveryId}",
  {
    GET: endpoint({
      summary: "Get a delivery with its payload and attempts",
      access: "admin",
      params,
      response: deliveryDetailSchema,
      etag: true,
      verb: (actor, { params }) => getDelivery(actor, params.id, params.deliveryId),
    }),
  },
)
