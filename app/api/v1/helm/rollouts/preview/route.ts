import { previewRollout } from "@/lib/fleet/rollouts/preview-rollout"
import { previewRolloutSchema, rolloutPlanSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/preview", {
  POST: endpoint({
    summary: "Whom a rollout would upgrade, and whom it would leave out and why",
    description: "Changes nothing. Refused for what the batch upgrade itself would be refused for.",
    access: "releases:write",
    problems: [404],
    body: previewRolloutSchema,
    answer: rolloutPlanSchema,
    verb: (actor, { body }) => previewRollout(actor, body),
  }),
})
