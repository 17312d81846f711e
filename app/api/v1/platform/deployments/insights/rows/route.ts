import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { listInsightRows } from "@/lib/insights/list-insight-rows"
import { insightRowsQuerySchema } from "@/lib/insights/query-schema"
import { insightRowSchema } from "@/lib/insights/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/insights/rows", {
  GET: endpoint({
    summary: "The deployments behind a number of Insights",
    description:
      "Newest first. Give the filters of the question, the metric, and for one bucket its `start` as `bucket`.",
    access: "deployments:read",
    query: insightRowsQuerySchema,
    answer: z.array(insightRowSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listInsightRows(actor, query), url),
  }),
})
