import { z } from "zod"
import { getRevision } from "@/lib/fleet/releases/get-revision"
import { revisionDetailSchema, revisionQuerySchema } from "@/lib/fleet/releases/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

const path = "/api/v1/helm/releases/{releaseId}/history/{revision}"
const params = z.strictObject({
  releaseId: z.uuid("Not the id of a release."),
  revision: z.coerce.number("Not a revision.").int("Not a revision.").min(1, "Not a revision."),
})

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "One revision with values, manifest and notes",
    description: "With secrets masked; with `against` also what changed from that revision to this one.",
    access: "releases:read",
    params,
    query: revisionQuerySchema,
    answer: revisionDetailSchema,
    etag: true,
    verb: (actor, { params, query }) => getRevision(actor, params.releaseId, params.revision, query.against),
  }),
})
