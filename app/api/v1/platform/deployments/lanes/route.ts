import { listLaneStates } from "@/lib/ledger/lanes/list-lane-states"
import { laneStateSchema, lanesQuerySchema } from "@/lib/ledger/lanes/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/lanes", {
  GET: endpoint({
    summary: "List what runs where, since when, by whom and how far it is behind",
    description:
      "One item per application and environment that meets the condition, sorted by application, then production first. The counts of the overview are counts of this list.",
    access: "deployments:read",
    query: lanesQuerySchema,
    response: laneStateSchema.array(),
    verb: (actor, { query }) => listLaneStates(actor, query),
  }),
})
