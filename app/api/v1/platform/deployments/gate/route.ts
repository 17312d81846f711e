import { evaluateGate } from "@/lib/ledger/gate/evaluate-gate"
import { gateAnswerSchema, gateQuerySchema } from "@/lib/ledger/gate/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/gate", {
  GET: endpoint({
    summary: "Check whether a deployment is allowed",
    description:
      "Always returns 200 with `allowed` and all reasons, blocking or informational. Not allowed: an unknown or archived environment, a freeze, a quarantined tag, another deployment in progress, and a tag that was rolled back here or below or never ran in the next lower environment with the application. An environment's `gateWarnings` turn reasons into warnings.",
    access: "deployments:read",
    query: gateQuerySchema,
    response: gateAnswerSchema,
    verb: (actor, { query }) => evaluateGate(actor, query),
  }),
})
