import { z } from "zod"
import { includeAnnulled, laneFilters } from "@/lib/ledger/deployments/filters"
import { hasImageTag } from "@/lib/ledger/deployments/list-deployments"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/platform/deployments/tag/{imageTag}/exists",
  {
    GET: endpoint({
      summary: "Check whether an image tag was ever recorded",
      access: "deployments:read",
      params: z.object({ imageTag: z.string() }),
      query: z.strictObject({ ...laneFilters, includeAnnulled }),
      response: z.strictObject({ exists: z.boolean() }).meta({ id: "TagExists" }),
      verb: async (actor, { params, query }) => ({
        exists: await hasImageTag(actor, params.imageTag, query),
      }),
    }),
  },
)
