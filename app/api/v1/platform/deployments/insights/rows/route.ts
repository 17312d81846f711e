import { z } from "zod"
import { listInsightRows } from "@/lib/ledger/insights/list-insight-rows"
import { insightRowsQuerySchema } from "@/lib/ledger/insights/query-schema"
import { insightRowSchema } from "@/lib/ledger/insights/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/insights/rows", {
  GET: endpoint({
    summary: "List the deployments behind an insights metric",
    description:
      "Newest first. Pass the same filters, the metric, and for a single bucket its `start` as `bucket`.",
    access: "deployments:read",
    query: insightRowsQuerySchema,
    answer: z.array(insightRowSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listInsightRows(actor, query), url),
  }),
})
