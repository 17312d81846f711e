import { controlRollout } from "@/lib/fleet/rollouts/control-rollout"
import { controlRolloutSchema, rolloutDetailSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/pause", {
  POST: endpoint({
    summary: "Pause a rollout",
    description:
      "No more upgrades are started; running upgrades finish. Returns 409 unless the rollout is RUNNING.",
    access: "releases:write",
    params: idParams("a rollout"),
    body: controlRolloutSchema,
    answer: rolloutDetailSchema,
    etag: true,
    verb: (actor, { params, body }, { ifMatch }) => controlRollout(actor, params.id, "pause", body, ifMatch),
  }),
})
