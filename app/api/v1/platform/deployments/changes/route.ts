import { listChanges } from "@/lib/ledger/state/list-state"
import { changeSchema, changesQuerySchema } from "@/lib/ledger/state/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/changes", {
  GET: endpoint({
    summary: "Compare what ran at two points in time",
    description:
      "Returns where the image tag or service versions differ, including applications added or removed.",
    access: "deployments:read",
    query: changesQuerySchema,
    response: changeSchema.array(),
    verb: (actor, { query }) => listChanges(actor, query),
  }),
})
