import { searchQuerySchema, searchSchema } from "@/lib/console/search/schema"
import { searchEverything } from "@/lib/console/search/search-everything"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/search", {
  GET: endpoint({
    summary: "Search, with where each result is running",
    description:
      "Finds image tags, commits (at least 4 digits), branches, applications, environments, users, charts, chart and app versions, releases, tenants (by name, namespace or tag value) and tickets in notes by prefix. Each result has the environments and tenants that run it, since when and by whom. Deployments require `deployments:read`, releases require `releases:read`.",
    access: "signed-in",
    query: searchQuerySchema,
    response: searchSchema,
    verb: (actor, { query }) => searchEverything(actor, query),
  }),
})
