import { listFreezes } from "@/lib/ledger/annotations/list-annotations"
import { annotationSchema, createFreezeSchema, freezesQuerySchema } from "@/lib/ledger/annotations/schema"
import { createAnnotation } from "@/lib/ledger/annotations/write-annotation"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const path = "/api/v1/freezes"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List freezes",
    description:
      "The annotations of kind FREEZE, latest start first. A filter by `application` or `environment` also returns freezes of all.",
    access: "deployments:read",
    query: freezesQuerySchema,
    response: annotationSchema.array(),
    verb: (actor, { query }) => listFreezes(actor, query),
  }),
  POST: endpoint({
    summary: "Create a freeze",
    description: "Until it ends, the gate blocks the deployments that it applies to (`frozen`).",
    access: "deployments:write",
    body: createFreezeSchema,
    response: annotationSchema,
    status: 201,
    etag: true,
    verb: async (actor, { body }) =>
      created(path, await createAnnotation(actor, { ...body, kind: "FREEZE" })),
  }),
})
