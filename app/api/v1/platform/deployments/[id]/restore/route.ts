import { restoreDeployment } from "@/lib/ledger/deployments/annul-deployment"
import { deploymentSchema } from "@/lib/ledger/deployments/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/{id}/restore", {
  POST: endpoint({
    summary: "Restore an annulled deployment",
    description:
      "The record is included again, at its original time. A deployment that is not annulled is returned unchanged.",
    access: "admin",
    params: idParams("deployment"),
    response: deploymentSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params }, { ifMatch }) => restoreDeployment(actor, params.id, ifMatch),
  }),
})
