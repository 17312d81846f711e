import { getAnnotation } from "@/lib/ledger/annotations/list-annotations"
import { annotationSchema, updateFreezeSchema } from "@/lib/ledger/annotations/schema"
import { deleteAnnotation, updateAnnotation } from "@/lib/ledger/annotations/write-annotation"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = idParams("freeze")

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/freezes/{id}", {
  GET: endpoint({
    summary: "Get a freeze",
    access: "deployments:read",
    params,
    response: annotationSchema,
    etag: true,
    verb: (actor, { params }) => getAnnotation(actor, params.id, "FREEZE"),
  }),
  PATCH: endpoint({
    summary: "Update a freeze",
    description: "Set `endsAt` to now to end it.",
    access: "deployments:write",
    params,
    body: updateFreezeSchema,
    response: annotationSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params, body }, { ifMatch }) =>
      updateAnnotation(actor, params.id, body, ifMatch, "FREEZE"),
  }),
  DELETE: endpoint({
    summary: "Remove a freeze",
    description: "Also from the graphs of Insights, as if it had not been. To keep it there, end it instead.",
    access: "deployments:write",
    params,
    status: 204,
    ifMatch: true,
    verb: (actor, { params }, { ifMatch }) => deleteAnnotation(actor, params.id, ifMatch, "FREEZE"),
  }),
})
