import { getSummary } from "@/lib/fleet/releases/count-releases"
import { releaseSummarySchema } from "@/lib/fleet/releases/fleet-schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/summary", {
  GET: endpoint({
    summary: "Count releases by status and chart",
    description: "For the tenants the caller can see. Includes uninstalled releases.",
    access: "releases:read",
    response: releaseSummarySchema,
    verb: (actor) => getSummary(actor),
  }),
})
