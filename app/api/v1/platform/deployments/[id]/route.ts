import { getDeployment } from "@/lib/ledger/deployments/find-deployment"
import { deploymentSchema, updateDeploymentSchema } from "@/lib/ledger/deployments/schema"
import { updateDeployment } from "@/lib/ledger/deployments/update-deployment"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = idParams("deployment")

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/{id}", {
  GET: endpoint({
    summary: "Get a deployment",
    access: "deployments:read",
    params,
    response: deploymentSchema,
    etag: true,
    verb: (actor, { params }) => getDeployment(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Complete or annotate a deployment",
    access: "deployments:write",
    params,
    body: updateDeploymentSchema,
    response: deploymentSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params, body }, { ifMatch }) => updateDeployment(actor, params.id, body, ifMatch),
  }),
})
