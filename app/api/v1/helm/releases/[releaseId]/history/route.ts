import { z } from "zod"
import { listRevisions } from "@/lib/fleet/releases/list-revisions"
import { revisionSchema } from "@/lib/fleet/releases/revision-schema"
import { pageQuery } from "@/lib/platform/page"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/{releaseId}/history", {
  GET: endpoint({
    summary: "List the revisions of a release, newest first",
    description: "Includes revisions that Helm has pruned, and works after the release was uninstalled.",
    access: "releases:read",
    params: idParams("release", "releaseId"),
    query: z.strictObject(pageQuery),
    response: revisionSchema.array(),
    verb: (actor, { params, query }) => listRevisions(actor, params.releaseId, query),
  }),
})
