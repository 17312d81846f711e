import { releaseSummarySchema } from "@/lib/fleet/releases/fleet-schema"
import { getSummary } from "@/lib/fleet/releases/get-summary"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/summary", {
  GET: endpoint({
    summary: "How many releases there are, by status and chart",
    description: "Of the tenants the caller may see; the uninstalled count too.",
    access: "releases:read",
    answer: releaseSummarySchema,
    verb: (actor) => getSummary(actor),
  }),
})
