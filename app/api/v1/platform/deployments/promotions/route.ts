import { z } from "zod"
import { listPromotions } from "@/lib/ledger/promotions/list-promotions"
import { promotionSchema, promotionsQuerySchema } from "@/lib/ledger/promotions/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/promotions", {
  GET: endpoint({
    summary: "List the promotions of each image tag through the environments",
    description: "The most recently recorded tag comes first.",
    access: "deployments:read",
    query: promotionsQuerySchema,
    answer: z.array(promotionSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listPromotions(actor, query), url),
  }),
})
