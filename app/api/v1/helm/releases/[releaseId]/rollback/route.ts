import { rollBackRelease } from "@/lib/fleet/releases/change-release"
import { releaseSchema, rollbackReleaseSchema } from "@/lib/fleet/releases/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { accepted } from "../../accepted-response"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/{releaseId}/rollback", {
  POST: endpoint({
    summary: "Roll back a release to a revision",
    description:
      "Accepts any revision of the history. A revision that Helm has pruned is applied again from the stored chart version and values.",
    access: "releases:write",
    params: idParams("release", "releaseId"),
    body: rollbackReleaseSchema,
    response: releaseSchema,
    status: 202,
    ifMatch: true,
    verb: async (actor, { params, body }, { ifMatch }) =>
      accepted(await rollBackRelease(actor, params.releaseId, body, ifMatch)),
  }),
})
