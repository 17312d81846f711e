import { getOperation, listOperations } from "@/lib/fleet/operations/find-operation"
import { operationDetailSchema, operationQuerySchema, operationSchema } from "@/lib/fleet/operations/schema"
import { subscribeToOperation } from "@/lib/fleet/operations/subscribe-to-operation"
import { cancelOperation } from "@/lib/fleet/releases/cancel-operation"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { eventStream } from "@/lib/web/http/sse"

const params = idParams("operation")

export const operations = defineRoute("/api/v1/operations", {
  GET: endpoint({
    summary: "List operations, newest first",
    access: "releases:read",
    query: operationQuerySchema,
    response: operationSchema.array(),
    handler: (actor, { query }) => listOperations(actor, query),
  }),
})

export const operation = defineRoute("/api/v1/operations/{id}", {
  GET: endpoint({
    summary: "Get an operation with its progress",
    access: "releases:read",
    params,
    response: operationDetailSchema,
    handler: (actor, { params }) => getOperation(actor, params.id),
  }),
})

export const cancellation = defineRoute("/api/v1/operations/{id}/cancel", {
  POST: endpoint({
    summary: "Cancel an operation",
    description:
      "A queued operation is CANCELLED immediately. A running install or upgrade is interrupted, and is CANCELLED once Helm has recorded the failure. Returns 409 for a running rollback or uninstall, and for a finished operation.",
    access: "releases:write",
    params,
    response: operationSchema,
    ifMatch: true,
    handler: (actor, { params }, { ifMatch }) => cancelOperation(actor, params.id, ifMatch),
  }),
})

export const operationEvents = defineRoute("/api/v1/operations/{id}/events", {
  GET: endpoint({
    summary: "Stream the progress of an operation",
    description:
      "Server-sent events: `operation` with all lines at the start and on each change, and each new `line`.",
    access: "releases:read",
    params,
    streamedResponse: ["text/event-stream"],
    handler: (actor, { params }, { request }) =>
      eventStream(actor, request, (emitter) => subscribeToOperation(actor, params.id, emitter)),
  }),
})
