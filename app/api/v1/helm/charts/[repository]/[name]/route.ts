import { z } from "zod"
import { listVersions } from "@/lib/charts/list-versions"
import { chartVersionSchema } from "@/lib/charts/schema"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/charts/{repository}/{name}", {
  GET: endpoint({
    summary: "Every version of a chart, the newest first",
    access: "releases:read",
    params: z.strictObject({ repository: z.string(), name: z.string() }),
    answer: z.array(chartVersionSchema),
    verb: (actor, { params: { repository, name } }) => listVersions(actor, repository, name),
  }),
})
