import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { metricsType, readMetrics } from "@/lib/metrics/read-metrics"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/metrics", {
  GET: endpoint({
    summary: "What there is to count, for Prometheus",
    access: "admin",
    streamedAnswer: [metricsType],
    verb: async () => new Response(await readMetrics(), { headers: { "content-type": metricsType } }),
  }),
})
