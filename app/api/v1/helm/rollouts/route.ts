import { listRollouts } from "@/lib/fleet/rollouts/get-rollout"
import { rolloutQuerySchema, rolloutSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts", {
  GET: endpoint({
    summary: "List rollouts, newest first",
    description:
      "A token limited to tenants sees only rollouts with their releases, and counts only those releases.",
    access: "releases:read",
    query: rolloutQuerySchema,
    response: rolloutSchema.array(),
    verb: (actor, { query }) => listRollouts(actor, query),
  }),
})
