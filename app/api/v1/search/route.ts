import { searchQuerySchema, searchSchema } from "@/lib/console/search/schema"
import { searchEverything } from "@/lib/console/search/search-everything"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/search", {
  GET: endpoint({
    summary: "Find anything, and where it runs now",
    description:
      "Image tags, commits (from 4 digits on), branches, applications, environments, people, charts, versions of charts and apps, releases, tenants (by name, namespace or the value of a tag) and tickets in notes that begin so; each with the environments and the tenants that run it, since when and by whom. Ledger and releases each need their scope to read.",
    access: "signed-in",
    query: searchQuerySchema,
    answer: searchSchema,
    verb: (actor, { query }) => searchEverything(actor, query),
  }),
})
