import { listPaths } from "@/lib/fleet/values/list-values"
import { knownPathSchema, valuesPathsQuerySchema } from "@/lib/fleet/values/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/values/paths", {
  GET: endpoint({
    summary: "Find paths of values",
    description:
      "Paths that exist in the default values of installed charts, or that releases set, best match first.",
    access: "releases:read",
    query: valuesPathsQuerySchema,
    response: knownPathSchema.array(),
    verb: (actor, { query }) => listPaths(actor, query),
  }),
})
