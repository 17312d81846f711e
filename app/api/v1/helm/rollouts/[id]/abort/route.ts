import { controlRollout } from "@/lib/fleet/rollouts/control-rollout"
import { controlRolloutSchema, rolloutDetailSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/abort", {
  POST: endpoint({
    summary: "Abort a rollout",
    description:
      "Releases that have not started are skipped, queued operations are cancelled, and running upgrades finish. Returns 409 once the rollout has finished.",
    access: "releases:write",
    params: idParams("a rollout"),
    body: controlRolloutSchema,
    answer: rolloutDetailSchema,
    etag: true,
    verb: (actor, { params, body }, { ifMatch }) => controlRollout(actor, params.id, "abort", body, ifMatch),
  }),
})
