import { getAnnotation, listAnnotations, listFreezes } from "@/lib/ledger/annotations/list-annotations"
import {
  annotationSchema,
  annotationsQuerySchema,
  createAnnotationSchema,
  createFreezeSchema,
  freezesQuerySchema,
  updateAnnotationSchema,
  updateFreezeSchema,
} from "@/lib/ledger/annotations/schema"
import {
  createAnnotation,
  deleteAnnotation,
  updateAnnotation,
} from "@/lib/ledger/annotations/write-annotation"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const freezeParams = idParams("freeze")
const annotationParams = idParams("annotation")

export const freezes = defineRoute("/api/v1/freezes", {
  GET: endpoint({
    summary: "List freezes",
    description:
      "The annotations of kind FREEZE, latest start first. A filter by `application` or `environment` also returns freezes of all.",
    access: "deployments:read",
    query: freezesQuerySchema,
    response: annotationSchema.array(),
    handler: (actor, { query }) => listFreezes(actor, query),
  }),
  POST: endpoint({
    summary: "Create a freeze",
    description: "Until it ends, the gate blocks the deployments that it applies to (`frozen`).",
    access: "deployments:write",
    body: createFreezeSchema,
    response: annotationSchema,
    status: 201,
    etag: true,
    handler: (actor, { body }) => createAnnotation(actor, { ...body, kind: "FREEZE" }),
  }),
})

export const freeze = defineRoute("/api/v1/freezes/{id}", {
  GET: endpoint({
    summary: "Get a freeze",
    access: "deployments:read",
    params: freezeParams,
    response: annotationSchema,
    handler: (actor, { params }) => getAnnotation(actor, params.id, "FREEZE"),
  }),
  PATCH: endpoint({
    summary: "Update a freeze",
    description: "Set `endsAt` to now to end it.",
    access: "deployments:write",
    params: freezeParams,
    body: updateFreezeSchema,
    response: annotationSchema,
    ifMatch: true,
    handler: (actor, { params, body }, { ifMatch }) =>
      updateAnnotation(actor, params.id, body, ifMatch, "FREEZE"),
  }),
  DELETE: endpoint({
    summary: "Remove a freeze",
    description: "Also from the graphs of Insights, as if it had not been. To keep it there, end it instead.",
    access: "deployments:write",
    params: freezeParams,
    ifMatch: true,
    handler: (actor, { params }, { ifMatch }) => deleteAnnotation(actor, params.id, ifMatch, "FREEZE"),
  }),
})

export const annotations = defineRoute("/api/v1/platform/annotations", {
  GET: endpoint({
    summary: "List annotations",
    description:
      "Freezes, incidents and notes entered by users, latest start first. A filter by `application` or `environment` also returns annotations that apply to all.",
    access: "deployments:read",
    query: annotationsQuerySchema,
    response: annotationSchema.array(),
    handler: (actor, { query }) => listAnnotations(actor, query),
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
    handler: (actor, { body }) => createAnnotation(actor, body),
  }),
})

export const annotation = defineRoute("/api/v1/platform/annotations/{id}", {
  GET: endpoint({
    summary: "Get an annotation",
    access: "deployments:read",
    params: annotationParams,
    response: annotationSchema,
    handler: (actor, { params }) => getAnnotation(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Update an annotation",
    access: "deployments:write",
    params: annotationParams,
    body: updateAnnotationSchema,
    response: annotationSchema,
    ifMatch: true,
    handler: (actor, { params, body }, { ifMatch }) => updateAnnotation(actor, params.id, body, ifMatch),
  }),
  DELETE: endpoint({
    summary: "Remove an annotation",
    access: "deployments:write",
    params: annotationParams,
    ifMatch: true,
    handler: (actor, { params }, { ifMatch }) => deleteAnnotation(actor, params.id, ifMatch),
  }),
})
