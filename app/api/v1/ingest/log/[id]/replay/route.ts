import { replayDeployment } from "@/lib/ledger/deployments/replay-deployment"
import { deploymentSchema, recordDeploymentSchema } from "@/lib/ledger/deployments/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { reply } from "@/lib/web/http/reply"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/log/{id}/replay", {
  POST: endpoint({
    summary: "Replay a rejected request",
    description:
      "Records the deployment that a pipeline request failed to record. Without a body, as it was sent (`replayable` of the request), for example once its environment exists; with a body, as corrected there. Returns 201, or 200 if its externalId was recorded before and that record was updated. The externalId belongs to the sender of the request, so that the pipeline can still complete the deployment; the caller is recorded and audited. Returns 409 for a request that was already replayed or did not fail to record a deployment.",
    access: "admin",
    params: idParams("request"),
    body: recordDeploymentSchema.optional(),
    response: deploymentSchema,
    status: 201,
    otherStatuses: [200],
    problems: [404, 409],
    verb: async (actor, { params, body }) => {
      const { deployment, created } = await replayDeployment(actor, params.id, body)
      const location = `/api/v1/platform/deployments/${deployment.id}`
      return reply(deployment, { status: created ? 201 : 200, headers: { location } })
    },
  }),
})
