import { z } from "zod"
import { getRelease } from "@/lib/fleet/releases/get-release"
import { releaseSchema, uninstallQuerySchema } from "@/lib/fleet/releases/schema"
import { uninstallRelease } from "@/lib/fleet/releases/uninstall-release"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { accepted } from "../accepted-response"

const params = z.strictObject({ releaseId: z.uuid("Not the id of a release.") })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/{releaseId}", {
  GET: endpoint({
    summary: "One release",
    access: "releases:read",
    params,
    answer: releaseSchema,
    etag: true,
    verb: (actor, { params }) => getRelease(actor, params.releaseId),
  }),
  DELETE: endpoint({
    summary: "Uninstall a release",
    description:
      "202 with the release in UNINSTALLING. Helm runs once; where it fails, such as on a delete hook, the release is FAILED with the reason and can be uninstalled again. Record and history stay, and the name can be installed again. `warnings` name what stays in the cluster.",
    access: "releases:write",
    params,
    query: uninstallQuerySchema,
    answer: releaseSchema,
    status: 202,
    verb: async (actor, { params, query }, { ifMatch }) =>
      accepted(await uninstallRelease(actor, params.releaseId, query, ifMatch)),
  }),
})
