import { z } from "zod"
import { abortRollout } from "@/lib/fleet/rollouts/abort-rollout"
import { changeRolloutSchema, rolloutDetailSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/abort", {
  POST: endpoint({
    summary: "Abort a rollout",
    description:
      "What has not begun is left out, operations in the queue are cancelled, upgrades that run go on to their end. 409 once it is over.",
    access: "releases:write",
    params: z.strictObject({ id: z.uuid("Not the id of a rollout.") }),
    body: changeRolloutSchema,
    answer: rolloutDetailSchema,
    etag: true,
    verb: (actor, { params, body }, { ifMatch }) => abortRollout(actor, params.id, body, ifMatch),
  }),
})
