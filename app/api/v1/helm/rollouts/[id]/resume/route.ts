import { z } from "zod"
import { changeRollout } from "@/lib/fleet/rollouts/change-rollout"
import { changeRolloutSchema, rolloutDetailSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/resume", {
  POST: endpoint({
    summary: "Resume a paused rollout",
    description:
      "Continues where it was paused and resets the failure count. Returns 409 unless the rollout is PAUSED.",
    access: "releases:write",
    params: z.strictObject({ id: z.uuid("Must be the id of a rollout.") }),
    body: changeRolloutSchema,
    answer: rolloutDetailSchema,
    etag: true,
    verb: (actor, { params, body }, { ifMatch }) => changeRollout(actor, params.id, "resume", body, ifMatch),
  }),
})
