import { listState } from "@/lib/ledger/state/list-state"
import { stateEntrySchema, stateQuerySchema } from "@/lib/ledger/state/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/state", {
  GET: endpoint({
    summary: "List what runs where, now or at a given time",
    description:
      "By application, then by environment rank. Not paged; one entry per application and environment.",
    access: "deployments:read",
    query: stateQuerySchema,
    response: stateEntrySchema.array(),
    verb: (actor, { query }) => listState(actor, query),
  }),
})
