import { compareApplications } from "@/lib/ledger/insights/compare-applications"
import { getInsights } from "@/lib/ledger/insights/get-insights"
import { listInsightRows } from "@/lib/ledger/insights/list-insight-rows"
import {
  applicationInsightsQuerySchema,
  insightRowsQuerySchema,
  insightsQuerySchema,
} from "@/lib/ledger/insights/query-schema"
import { applicationInsightsSchema, insightRowSchema, insightsSchema } from "@/lib/ledger/insights/schema"
import { listPromotions } from "@/lib/ledger/promotions/list-promotions"
import { promotionSchema, promotionsQuerySchema } from "@/lib/ledger/promotions/schema"
import { listTimeline } from "@/lib/ledger/timeline/list-timeline"
import { listVersions } from "@/lib/ledger/timeline/list-versions"
import {
  timelineQuerySchema,
  timelineSchema,
  versionsQuerySchema,
  versionsSchema,
} from "@/lib/ledger/timeline/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const insights = defineRoute("/api/v1/platform/deployments/insights", {
  GET: endpoint({
    summary: "Get deployment metrics for a time window",
    description:
      "Totals for the window, the previous window and every bucket, with definitions. A rate or percentile without data is null, never 0.",
    access: "deployments:read",
    query: insightsQuerySchema,
    response: insightsSchema,
    handler: (actor, { query }) => getInsights(actor, query),
  }),
})

export const applicationInsights = defineRoute("/api/v1/platform/deployments/insights/applications", {
  GET: endpoint({
    summary: "Compare the metrics of all applications",
    description:
      "The totals of each application in the window, the previous window and the comparison requested with `compare…`, with the trend of its deployments.",
    access: "deployments:read",
    query: applicationInsightsQuerySchema,
    response: applicationInsightsSchema,
    handler: (actor, { query }) => compareApplications(actor, query),
  }),
})

export const insightRows = defineRoute("/api/v1/platform/deployments/insights/rows", {
  GET: endpoint({
    summary: "List the deployments behind an insights metric",
    description:
      "Newest first. Pass the same filters, the metric, and for a single bucket its `start` as `bucket`.",
    access: "deployments:read",
    query: insightRowsQuerySchema,
    response: insightRowSchema.array(),
    handler: (actor, { query }) => listInsightRows(actor, query),
  }),
})

export const promotions = defineRoute("/api/v1/platform/deployments/promotions", {
  GET: endpoint({
    summary: "List the promotions of each image tag through the environments",
    description: "The most recently recorded tag comes first.",
    access: "deployments:read",
    query: promotionsQuerySchema,
    response: promotionSchema.array(),
    handler: (actor, { query }) => listPromotions(actor, query),
  }),
})

export const timeline = defineRoute("/api/v1/platform/deployments/timeline", {
  GET: endpoint({
    summary: "Get timeline items for a time window",
    description:
      "Every deployment in the window, newest first. If there are more than `maxItems`, returns time slices with counts by lane and status instead.",
    access: "deployments:read",
    query: timelineQuerySchema,
    response: timelineSchema,
    handler: (actor, { query }) => listTimeline(actor, query),
  }),
})

export const timelineVersions = defineRoute("/api/v1/platform/deployments/timeline/versions", {
  GET: endpoint({
    summary: "List the spans in which each version was current, by lane",
    access: "deployments:read",
    query: versionsQuerySchema,
    response: versionsSchema,
    handler: (actor, { query }) => listVersions(actor, query),
  }),
})
