import { getStatus } from "@/lib/console/health/get-status"
import { statusSchema } from "@/lib/console/health/status-schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/status", {
  GET: endpoint({
    summary: "Get the state of the installation",
    description:
      "Versions, database, queue, workers, clusters, disk and backup, and what needs attention. Clusters are reported as last observed by their watch.",
    access: "admin",
    response: statusSchema,
    verb: (actor) => getStatus(actor),
  }),
})
