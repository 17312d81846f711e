import { evaluateGate } from "@/lib/ledger/gate/evaluate-gate"
import { gateAnswerSchema, gateQuerySchema } from "@/lib/ledger/gate/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/gate", {
  GET: endpoint({
    summary: "Check whether a deployment is allowed",
    description:
      "Always returns 200 with `allowed` and all reasons, blocking or informational. Not allowed: an unknown environment, and a tag that never ran in the next lower environment with the application.",
    access: "deployments:read",
    query: gateQuerySchema,
    answer: gateAnswerSchema,
    verb: (actor, { query }) => evaluateGate(actor, query),
  }),
})
