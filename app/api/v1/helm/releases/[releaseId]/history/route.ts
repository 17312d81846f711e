import { z } from "zod"
import { listRevisions } from "@/lib/fleet/releases/list-revisions"
import { revisionSchema } from "@/lib/fleet/releases/revision-schema"
import { pageQuery } from "@/lib/platform/page"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/{releaseId}/history", {
  GET: endpoint({
    summary: "List the revisions of a release, newest first",
    description: "Includes revisions that Helm has pruned, and works after the release was uninstalled.",
    access: "releases:read",
    params: z.strictObject({ releaseId: z.uuid("Must be the id of a release.") }),
    query: z.strictObject(pageQuery),
    answer: z.array(revisionSchema),
    verb: async (actor, { params, query }, { url }) =>
      pageReply(await listRevisions(actor, params.releaseId, query), url),
  }),
})
