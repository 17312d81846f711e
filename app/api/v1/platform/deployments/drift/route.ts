import { getDrift } from "@/lib/ledger/drift/get-drift"
import { driftQuerySchema, driftSchema } from "@/lib/ledger/drift/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/drift", {
  GET: endpoint({
    summary: "Get the drift matrix",
    description:
      "Application × environment: what runs where, and how far each cell is behind the next lower environment with the application.",
    access: "deployments:read",
    query: driftQuerySchema,
    response: driftSchema,
    verb: (actor, { query }) => getDrift(actor, query),
  }),
})
