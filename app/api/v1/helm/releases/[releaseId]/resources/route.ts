import { getResources } from "@/lib/fleet/releases/get-resources"
import { resourcesSchema } from "@/lib/fleet/releases/resource-schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/{releaseId}/resources", {
  GET: endpoint({
    summary: "List the Kubernetes resources of a release with their health",
    description:
      "Read from the cluster on each request. If the cluster does not respond in time, `reachable` is false and `problem` says why.",
    access: "releases:read",
    params: idParams("release", "releaseId"),
    response: resourcesSchema,
    verb: (actor, { params }) => getResources(actor, params.releaseId),
  }),
})
