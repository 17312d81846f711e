import { controlRollout } from "@/lib/fleet/rollouts/control-rollout"
import { controlRolloutSchema, rolloutDetailSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/resume", {
  POST: endpoint({
    summary: "Resume a paused rollout",
    description:
      "Continues where it was paused and resets the failure count. Returns 409 unless the rollout is PAUSED.",
    access: "releases:write",
    params: idParams("a rollout"),
    body: controlRolloutSchema,
    answer: rolloutDetailSchema,
    etag: true,
    verb: (actor, { params, body }, { ifMatch }) => controlRollout(actor, params.id, "resume", body, ifMatch),
  }),
})
