import { controlRollout } from "@/lib/fleet/rollouts/control-rollout"
import type { RolloutAction } from "@/lib/fleet/rollouts/rollout-rules"
import { controlRolloutSchema, rolloutDetailSchema } from "@/lib/fleet/rollouts/schema"
import { endpoint, idParams } from "@/lib/web/http/define-route"

/** The endpoint that pauses, resumes, aborts or rolls back a rollout. */
export const controlEndpoint = (action: RolloutAction, summary: string, description: string, status?: 202) =>
  endpoint({
    summary,
    description,
    status,
    access: "releases:write",
    params: idParams("rollout"),
    body: controlRolloutSchema,
    response: rolloutDetailSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params, body }, { ifMatch }) => controlRollout(actor, params.id, action, body, ifMatch),
  })
