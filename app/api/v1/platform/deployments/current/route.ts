import { z } from "zod"
import { includeAnnulled, laneFilters } from "@/lib/ledger/deployments/filters"
import { getCurrent, platformVersionSchema } from "@/lib/ledger/deployments/get-current"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/current", {
  GET: endpoint({
    summary: "Get the current deployment",
    description:
      "The newest DEPLOYED record of an environment and application; without filters, of all. Removed applications are ignored. Returns 404 if nothing is running.",
    access: "deployments:read",
    problems: [404],
    query: z.strictObject({ ...laneFilters, includeAnnulled }),
    response: platformVersionSchema,
    etag: true,
    verb: (actor, { query }) => getCurrent(actor, query),
  }),
})
