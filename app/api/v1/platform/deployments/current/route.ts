import { z } from "zod"
import { includeAnnulled, placeFilters } from "@/lib/deployments/filters"
import { getCurrent } from "@/lib/deployments/get-current"
import { platformVersionSchema } from "@/lib/deployments/platform-version-schema"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/current", {
  GET: endpoint({
    summary: "What runs now",
    description:
      "The newest DEPLOYED record of the environment, or of all when none is named; of one application, or of all. An application that was removed since does not count. 404 when nothing runs there.",
    access: "deployments:read",
    problems: [404],
    query: z.strictObject({ ...placeFilters, includeAnnulled }),
    answer: platformVersionSchema,
    etag: true,
    verb: (actor, { query }) => getCurrent(actor, query),
  }),
})
