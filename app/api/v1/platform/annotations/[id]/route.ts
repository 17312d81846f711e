import { getAnnotation } from "@/lib/ledger/annotations/list-annotations"
import { annotationSchema, updateAnnotationSchema } from "@/lib/ledger/annotations/schema"
import { deleteAnnotation, updateAnnotation } from "@/lib/ledger/annotations/write-annotation"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = idParams("annotation")

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/annotations/{id}", {
  GET: endpoint({
    summary: "Get an annotation",
    access: "deployments:read",
    params,
    response: annotationSchema,
    etag: true,
    verb: (actor, { params }) => getAnnotation(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Update an annotation",
    access: "deployments:write",
    params,
    body: updateAnnotationSchema,
    response: annotationSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params, body }, { ifMatch }) => updateAnnotation(actor, params.id, body, ifMatch),
  }),
  DELETE: endpoint({
    summary: "Remove an annotation",
    access: "deployments:write",
    params,
    status: 204,
    ifMatch: true,
    verb: (actor, { params }, { ifMatch }) => deleteAnnotation(actor, params.id, ifMatch),
  }),
})
