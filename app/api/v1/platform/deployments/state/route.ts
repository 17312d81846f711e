import { z } from "zod"
import { listState } from "@/lib/ledger/state/list-state"
import { stateEntrySchema, stateQuerySchema } from "@/lib/ledger/state/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/state", {
  GET: endpoint({
    summary: "What runs where, now or at an instant",
    description: "By application, then in rank order. Everything in one answer: there is one entry a lane.",
    access: "deployments:read",
    query: stateQuerySchema,
    answer: z.array(stateEntrySchema),
    verb: (actor, { query }) => listState(actor, query),
  }),
})
