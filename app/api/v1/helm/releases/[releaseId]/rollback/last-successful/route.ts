import { rollBackToLastSuccessful } from "@/lib/fleet/releases/change-release"
import { releaseSchema, rollbackLastSuccessfulSchema } from "@/lib/fleet/releases/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { accepted } from "../../../accepted-response"

const path = "/api/v1/helm/releases/{releaseId}/rollback/last-successful"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  POST: endpoint({
    summary: "Roll back to the last successful revision",
    description:
      "The newest successfully deployed revision before the current one. Returns 409 if there is none.",
    access: "releases:write",
    params: idParams("release", "releaseId"),
    body: rollbackLastSuccessfulSchema,
    response: releaseSchema,
    status: 202,
    ifMatch: true,
    verb: async (actor, { params, body }, { ifMatch }) =>
      accepted(await rollBackToLastSuccessful(actor, params.releaseId, body, ifMatch)),
  }),
})
