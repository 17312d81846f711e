import { getRequest, listRequests } from "@/lib/identity/requests/list-requests"
import { recordRoute } from "@/lib/identity/requests/outcomes"
import { receivedRequestSchema, requestsQuerySchema } from "@/lib/identity/requests/schema"
import { replayDeployment } from "@/lib/ledger/deployments/replay-deployment"
import { deploymentSchema, recordDeploymentSchema } from "@/lib/ledger/deployments/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const params = idParams("request")

export const requests = defineRoute("/api/v1/ingest/log", {
  GET: endpoint({
    summary: "List pipeline requests, newest first",
    description:
      "Write requests of API tokens with what was sent, the response and what was recorded, including those rejected because of an invalid token. They appear up to a second after the response and are kept for 30 days, or as configured by the operator. Values of releases and unknown fields are not kept, and anything that looks like a credential is masked. Requests rejected before authentication (a repeated Authorization header, an invalid path) are not kept.",
    access: "admin",
    query: requestsQuerySchema,
    response: receivedRequestSchema.array(),
    handler: (actor, { query }) => listRequests(actor, query),
  }),
})

export const request = defineRoute("/api/v1/ingest/log/{id}", {
  GET: endpoint({
    summary: "Get a pipeline request",
    access: "admin",
    params,
    response: receivedRequestSchema,
    handler: (actor, { params }) => getRequest(actor, params.id),
  }),
})

export const requestReplay = defineRoute("/api/v1/ingest/log/{id}/replay", {
  POST: endpoint({
    summary: "Replay a rejected request",
    description:
      "Records the deployment that a pipeline request failed to record. Without a body, as it was sent (`replayable` of the request), for example once its environment exists; with a body, as corrected there. Returns 201, or 200 if its externalId was recorded before and that record was updated. The externalId belongs to the sender of the request, so that the pipeline can still complete the deployment; the caller is recorded and audited. Returns 409 for a request that was already replayed or did not fail to record a deployment.",
    access: "admin",
    params,
    body: recordDeploymentSchema.optional(),
    response: deploymentSchema,
    status: 201,
    otherStatuses: [200],
    problems: [404, 409],
    handler: async (actor, { params, body }) => {
      const recorded = await replayDeployment(actor, params.id, body)
      return created(recordRoute, recorded.deployment, recorded.created ? 201 : 200)
    },
  }),
})
