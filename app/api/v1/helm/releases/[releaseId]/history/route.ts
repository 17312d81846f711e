import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { pageQuery } from "@/lib/page"
import { listRevisions } from "@/lib/releases/list-revisions"
import { revisionSchema } from "@/lib/releases/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/{releaseId}/history", {
  GET: endpoint({
    summary: "The revisions of a release, newest first",
    description: "Also those that Helm has pruned, and after the release was uninstalled.",
    access: "releases:read",
    params: z.strictObject({ releaseId: z.uuid("Not the id of a release.") }),
    query: z.strictObject(pageQuery),
    answer: z.array(revisionSchema),
    verb: async (actor, { params, query }, { url }) =>
      pageReply(await listRevisions(actor, params.releaseId, query), url),
  }),
})
