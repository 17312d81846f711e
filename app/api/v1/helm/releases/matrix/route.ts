import { matrixRowSchema, releaseQuerySchema } from "@/lib/fleet/releases/fleet-schema"
import { listFleetMatrix } from "@/lib/fleet/releases/list-releases"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/matrix", {
  GET: endpoint({
    summary: "List tenants with their releases",
    description:
      "Tenants by slug, each with its releases that match all filters; pages contain tenants. Uninstalled releases are returned only with `status=UNINSTALLED`.",
    access: "releases:read",
    query: releaseQuerySchema,
    response: matrixRowSchema.array(),
    verb: (actor, { query }) => listFleetMatrix(actor, query),
  }),
})
