import { z } from "zod"
import { resumeRollout } from "@/lib/fleet/rollouts/resume-rollout"
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
    verb: (actor, { params, body }, { ifMatch }) => resumeRollout(actor, params.id, body, ifMatch),
  }),
})
