import { listValues } from "@/lib/fleet/values/list-values"
import { releaseValueSchema, valuesQuerySchema } from "@/lib/fleet/values/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/values", {
  GET: endpoint({
    summary: "List the values of releases at a path",
    description:
      "Installed releases by tenant, each with the value of its current revision at the path and the chart's default. Secrets are masked; equal values have the same valueId. With `value` or `differs`, a page can be shorter than its limit and still have a next page. Slipway-Incomplete names the repositories of charts whose default cannot currently be read.",
    incomplete: true,
    access: "releases:read",
    query: valuesQuerySchema,
    response: releaseValueSchema.array(),
    verb: (actor, { query }) => listValues(actor, query),
  }),
})
