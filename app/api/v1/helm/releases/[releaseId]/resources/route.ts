import { z } from "zod"
import { getResources } from "@/lib/fleet/releases/get-resources"
import { resourcesSchema } from "@/lib/fleet/releases/resource-schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/{releaseId}/resources", {
  GET: endpoint({
    summary: "What a release made in the cluster, with its health",
    description:
      "Asked of the cluster now; where that does not answer in time, `reachable` is false and says why.",
    access: "releases:read",
    params: z.strictObject({ releaseId: z.uuid("Not the id of a release.") }),
    answer: resourcesSchema,
    verb: (actor, { params }) => getResources(actor, params.releaseId),
  }),
})
