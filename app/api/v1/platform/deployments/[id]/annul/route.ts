import { annulDeployment, annulDeploymentSchema } from "@/lib/ledger/deployments/annul-deployment"
import { deploymentSchema } from "@/lib/ledger/deployments/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/{id}/annul", {
  POST: endpoint({
    summary: "Annul a deployment that was recorded by mistake",
    description:
      "The record is kept with the reason but excluded from metrics, lists, current state, search, gate and export, unless `includeAnnulled=true`. Updates return 409 until it is restored; its externalId can be recorded again as another attempt. A deployment that is already annulled is returned unchanged.",
    access: "admin",
    params: idParams("deployment"),
    body: annulDeploymentSchema,
    response: deploymentSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params, body }, { ifMatch }) => annulDeployment(actor, params.id, body.reason, ifMatch),
  }),
})
