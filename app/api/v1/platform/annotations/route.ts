import { listAnnotations } from "@/lib/ledger/annotations/list-annotations"
import {
  annotationSchema,
  annotationsQuerySchema,
  createAnnotationSchema,
} from "@/lib/ledger/annotations/schema"
import { createAnnotation } from "@/lib/ledger/annotations/write-annotation"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const path = "/api/v1/platform/annotations"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List annotations",
    description:
      "Freezes, incidents and notes entered by users, latest start first. A filter by `application` or `environment` also returns annotations that apply to all.",
    access: "deployments:read",
    query: annotationsQuerySchema,
    response: annotationSchema.array(),
    verb: (actor, { query }) => listAnnotations(actor, query),
  }),
  POST: endpoint({
    summary: "Create an annotation",
    description:
      "Shown on the graphs of Insights. During a FREEZE, the gate blocks deployments that it applies to.",
    access: "deployments:write",
    body: createAnnotationSchema,
    response: annotationSchema,
    status: 201,
    etag: true,
    verb: async (actor, { body }) => created(path, await createAnnotation(actor, body)),
  }),
})
