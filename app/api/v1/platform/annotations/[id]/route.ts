import { z } from "zod"
import { getAnnotation } from "@/lib/ledger/annotations/list-annotations"
import { annotationSchema, updateAnnotationSchema } from "@/lib/ledger/annotations/schema"
import { deleteAnnotation, updateAnnotation } from "@/lib/ledger/annotations/write-annotation"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

const params = z.object({ id: z.uuid("Must be the id of an annotation.") })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/annotations/{id}", {
  GET: endpoint({
    summary: "Get an annotation",
    access: "deployments:read",
    params,
    answer: annotationSchema,
    etag: true,
    verb: (actor, { params }) => getAnnotation(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Update an annotation",
    description: "Supports If-Match.",
    access: "deployments:write",
    params,
    body: updateAnnotationSchema,
    answer: annotationSchema,
    etag: true,
    verb: (actor, { params, body }, { ifMatch }) => updateAnnotation(actor, params.id, body, ifMatch),
  }),
  DELETE: endpoint({
    summary: "Remove an annotation",
    access: "deployments:write",
    params,
    status: 204,
    verb: (actor, { params }, { ifMatch }) => deleteAnnotation(actor, params.id, ifMatch),
  }),
})
