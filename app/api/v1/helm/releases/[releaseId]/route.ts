import { uninstallRelease } from "@/lib/fleet/releases/change-release"
import { getRelease } from "@/lib/fleet/releases/find-release"
import { releaseSchema, uninstallQuerySchema } from "@/lib/fleet/releases/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { accepted } from "../accepted-response"

const params = idParams("release", "releaseId")

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/{releaseId}", {
  GET: endpoint({
    summary: "Get a release",
    access: "releases:read",
    params,
    response: releaseSchema,
    etag: true,
    verb: (actor, { params }) => getRelease(actor, params.releaseId),
  }),
  DELETE: endpoint({
    summary: "Uninstall a release",
    description:
      "Returns 202 with the release in UNINSTALLING. If Helm fails, for example in a delete hook, the release becomes FAILED with the reason and can be uninstalled again. The release record and history are kept, and the name can be reused. `warnings` lists resources that remain in the cluster.",
    access: "releases:write",
    params,
    query: uninstallQuerySchema,
    response: releaseSchema,
    status: 202,
    ifMatch: true,
    verb: async (actor, { params, query }, { ifMatch }) =>
      accepted(await uninstallRelease(actor, params.releaseId, query, ifMatch)),
  }),
})
