import { z } from "zod"
import { rollBackRollout } from "@/lib/fleet/rollouts/roll-back-rollout"
import { changeRolloutSchema, rolloutDetailSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/rollback", {
  POST: endpoint({
    summary: "Roll back a rollout",
    description:
      "What has not begun is left out; each release that it changed goes back to the revision before, as many at a time as it upgraded, the newest wave first. A release that was changed since is left alone. 409 once it is being rolled back.",
    access: "releases:write",
    params: z.strictObject({ id: z.uuid("Not the id of a rollout.") }),
    body: changeRolloutSchema,
    answer: rolloutDetailSchema,
    etag: true,
    status: 202,
    verb: (actor, { params, body }, { ifMatch }) => rollBackRollout(actor, params.id, body, ifMatch),
  }),
})
