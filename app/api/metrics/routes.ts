import { metricsType, readMetrics } from "@/lib/platform/metrics/read-metrics"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const metrics = defineRoute("/api/metrics", {
  GET: endpoint({
    summary: "Get metrics in Prometheus format",
    access: "admin",
    streamedResponse: [metricsType],
    handler: async () => new Response(await readMetrics(), { headers: { "content-type": metricsType } }),
  }),
})
