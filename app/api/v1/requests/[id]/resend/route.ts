import { resendDeployment } from "@/lib/ledger/deployments/resend-deployment"
import { deploymentSchema, recordDeploymentSchema } from "@/lib/ledger/deployments/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { reply } from "@/lib/web/http/reply"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/requests/{id}/resend", {
  POST: endpoint({
    summary: "Resend a rejected request",
    description:
      "Records the deployment that a pipeline request failed to record, as corrected in the body; start from `resendable` of the request. Returns 201, or 200 if its externalId was recorded before and that record was updated. The externalId belongs to the token, so that the pipeline can still complete the deployment; the caller is recorded and audited. Returns 409 for a request that was already resent or did not fail to record a deployment.",
    access: "admin",
    params: idParams("request"),
    body: recordDeploymentSchema,
    response: deploymentSchema,
    status: 201,
    otherStatuses: [200],
    problems: [404, 409],
    verb: async (actor, { params, body }) => {
      const { deployment, created } = await resendDeployment(actor, params.id, body)
      const location = `/api/v1/platform/deployments/${deployment.id}`
      return reply(deployment, { status: created ? 201 : 200, headers: { location } })
    },
  }),
})
