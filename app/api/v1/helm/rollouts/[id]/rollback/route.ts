import { controlRollout } from "@/lib/fleet/rollouts/control-rollout"
import { controlRolloutSchema, rolloutDetailSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/rollback", {
  POST: endpoint({
    summary: "Roll back a rollout",
    description:
      "Releases that have not started are skipped. Each upgraded release is rolled back to its previous revision, with the same concurrency, latest wave first. Releases that were changed since are skipped. Returns 409 if a rollback has already started.",
    access: "releases:write",
    params: idParams("a rollout"),
    body: controlRolloutSchema,
    answer: rolloutDetailSchema,
    etag: true,
    status: 202,
    verb: (actor, { params, body }, { ifMatch }) =>
      controlRollout(actor, params.id, "rollback", body, ifMatch),
  }),
})
