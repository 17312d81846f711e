import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pauseRollout } from "@/lib/rollouts/pause-rollout"
import { changeRolloutSchema, rolloutDetailSchema } from "@/lib/rollouts/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/pause", {
  POST: endpoint({
    summary: "Pause a rollout",
    description: "While it is RUNNING. Nothing more begins; upgrades that run go on. 409 in any other state.",
    access: "releases:write",
    params: z.strictObject({ id: z.uuid("Not the id of a rollout.") }),
    body: changeRolloutSchema,
    answer: rolloutDetailSchema,
    etag: true,
    verb: (actor, { params, body }, { ifMatch }) => pauseRollout(actor, params.id, body, ifMatch),
  }),
})
