import { deploymentSchema } from "@/lib/ledger/deployments/schema"
import { unmarkRollback } from "@/lib/ledger/deployments/update-deployment"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/{id}/unmark", {
  POST: endpoint({
    summary: "Undo a rollback mark",
    description:
      "Restores the status that the deployment had before it was marked. A deployment that is not ROLLED_BACK is returned unchanged.",
    access: "deployments:write",
    params: idParams("deployment"),
    response: deploymentSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params }, { ifMatch }) => unmarkRollback(actor, params.id, ifMatch),
  }),
})
