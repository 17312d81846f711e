import { previewRollout } from "@/lib/fleet/rollouts/plan-rollout"
import { previewRolloutSchema, rolloutPlanSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/preview", {
  POST: endpoint({
    summary: "Preview a rollout",
    description:
      "Returns the releases that would be upgraded, and those that would be skipped with the reason. Changes nothing. Returns the same errors as the batch upgrade.",
    access: "releases:write",
    problems: [404],
    body: previewRolloutSchema,
    response: rolloutPlanSchema,
    verb: (actor, { body }) => previewRollout(actor, body),
  }),
})
