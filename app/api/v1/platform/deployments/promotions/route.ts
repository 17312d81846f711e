import { listPromotions } from "@/lib/ledger/promotions/list-promotions"
import { promotionSchema, promotionsQuerySchema } from "@/lib/ledger/promotions/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/promotions", {
  GET: endpoint({
    summary: "List the promotions of each image tag through the environments",
    description: "The most recently recorded tag comes first.",
    access: "deployments:read",
    query: promotionsQuerySchema,
    response: promotionSchema.array(),
    verb: (actor, { query }) => listPromotions(actor, query),
  }),
})
