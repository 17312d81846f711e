import { listUnmanaged } from "@/lib/fleet/releases/list-unmanaged"
import { unmanagedQuerySchema, unmanagedReleaseSchema } from "@/lib/fleet/releases/unmanaged-schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/unmanaged", {
  GET: endpoint({
    summary: "List releases that Slipway does not manage",
    description:
      "Helm releases found in the clusters, most recently found first. A token limited to tenants sees only those in their namespaces.",
    access: "releases:read",
    query: unmanagedQuerySchema,
    response: unmanagedReleaseSchema.array(),
    verb: (actor, { query }) => listUnmanaged(actor, query),
  }),
})
