import { z } from "zod"
import { rollBackTag, rollBackTagSchema, sameInBoth } from "@/lib/ledger/deployments/roll-back-tag"
import { deploymentSchema } from "@/lib/ledger/deployments/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/platform/deployments/tag/{imageTag}/rollback",
  {
    POST: endpoint({
      summary: "Mark the deployment of an image tag as rolled back",
      description:
        "Returns the updated record, or the unchanged record if it is already rolled back. Returns 409 with the candidates if the tag is live in several environments or applications and none is specified. The fields can be in the body or in the query.",
      access: "deployments:write",
      params: z.object({ imageTag: z.string() }),
      query: z.strictObject(rollBackTagSchema.shape),
      body: rollBackTagSchema,
      response: deploymentSchema,
      etag: true,
      ifMatch: true,
      verb: (actor, { params, query, body }, { ifMatch }) =>
        rollBackTag(actor, params.imageTag, sameInBoth(body, query), ifMatch),
    }),
  },
)
