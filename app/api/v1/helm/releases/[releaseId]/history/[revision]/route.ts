import { z } from "zod"
import { getRevision } from "@/lib/fleet/releases/list-revisions"
import { revisionDetailSchema, revisionQuerySchema } from "@/lib/fleet/releases/revision-schema"
import { revisionNumber } from "@/lib/fleet/releases/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const path = "/api/v1/helm/releases/{releaseId}/history/{revision}"
const params = idParams("release", "releaseId").extend({
  revision: z.coerce.number("Must be a revision number.").pipe(revisionNumber),
})

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "Get a revision with values, manifest and notes",
    description: "Secrets are masked. With `against`, also returns the changes since that revision.",
    access: "releases:read",
    params,
    query: revisionQuerySchema,
    response: revisionDetailSchema,
    etag: true,
    verb: (actor, { params, query }) => getRevision(actor, params.releaseId, params.revision, query.against),
  }),
})
