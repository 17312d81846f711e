import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { rollBackToLastSuccessful } from "@/lib/releases/roll-back-release"
import { releaseSchema, rollbackLastSuccessfulSchema } from "@/lib/releases/schema"
import { accepted } from "../../../answer-asked"

const path = "/api/v1/helm/releases/{releaseId}/rollback/last-successful"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  POST: endpoint({
    summary: "Roll back to the last revision that was deployed",
    description: "The newest that was deployed before the present one. 409 where there is none.",
    access: "releases:write",
    params: z.strictObject({ releaseId: z.uuid("Not the id of a release.") }),
    body: rollbackLastSuccessfulSchema,
    answer: releaseSchema,
    status: 202,
    verb: async (actor, { params, body }, { ifMatch }) =>
      accepted(await rollBackToLastSuccessful(actor, params.releaseId, body, ifMatch)),
  }),
})
