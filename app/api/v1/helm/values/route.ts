import { listValues } from "@/lib/fleet/values/list-values"
import { releaseValueSchema, valuesQuerySchema } from "@/lib/fleet/values/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/values", {
  GET: endpoint({
    summary: "List what releases set at a path of their values",
    description:
      "Installed releases by tenant, each with what its current revision sets at the path and the chart's default. Secrets are masked; a valueId says which are equal. With `value` or `differs`, a page may be shorter than its limit and still have a next one. Slipway-Incomplete names the repositories of charts whose default cannot be read at present.",
    incomplete: true,
    access: "releases:read",
    query: valuesQuerySchema,
    answer: releaseValueSchema.array(),
    verb: (actor, { query }) => listValues(actor, query),
  }),
})
