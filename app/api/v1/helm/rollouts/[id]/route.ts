import { getRollout } from "@/lib/fleet/rollouts/get-rollout"
import { rolloutDetailSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}", {
  GET: endpoint({
    summary: "Get a rollout with its waves and releases",
    access: "releases:read",
    params: idParams("rollout"),
    response: rolloutDetailSchema,
    etag: true,
    verb: (actor, { params }) => getRollout(actor, params.id),
  }),
})
