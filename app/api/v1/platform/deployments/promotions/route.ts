import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { listPromotions } from "@/lib/promotions/list-promotions"
import { promotionSchema, promotionsQuerySchema } from "@/lib/promotions/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/promotions", {
  GET: endpoint({
    summary: "The path of each image tag up the ladder",
    description: "The tag that appeared last is first.",
    access: "deployments:read",
    query: promotionsQuerySchema,
    answer: z.array(promotionSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listPromotions(actor, query), url),
  }),
})
