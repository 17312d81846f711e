import { evaluateGate } from "@/lib/ledger/gate/evaluate-gate"
import { gateAnswerSchema, gateQuerySchema } from "@/lib/ledger/gate/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/gate", {
  GET: endpoint({
    summary: "May I deploy this?",
    description:
      "Always 200 with `allowed` and every reason, blocking or only worth knowing. Refused are an unknown environment and a tag that never ran on the next lower rung that carries the application.",
    access: "deployments:read",
    query: gateQuerySchema,
    answer: gateAnswerSchema,
    verb: (actor, { query }) => evaluateGate(actor, query),
  }),
})
