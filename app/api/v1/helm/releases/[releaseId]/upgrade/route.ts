import { upgradeRelease } from "@/lib/fleet/releases/change-release"
import { releaseSchema, upgradeReleaseSchema } from "@/lib/fleet/releases/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { accepted } from "../../accepted-response"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/{releaseId}/upgrade", {
  POST: endpoint({
    summary: "Upgrade a release",
    description:
      "Returns 202 with the release in PENDING_UPGRADE. Returns 409 while another operation is in progress.",
    access: "releases:write",
    params: idParams("release", "releaseId"),
    body: upgradeReleaseSchema,
    response: releaseSchema,
    status: 202,
    ifMatch: true,
    verb: async (actor, { params, body }, { ifMatch }) =>
      accepted(await upgradeRelease(actor, params.releaseId, body, ifMatch)),
  }),
})
