import { z } from "zod"
import { restoreDeployment } from "@/lib/ledger/deployments/annul-deployment"
import { deploymentSchema } from "@/lib/ledger/deployments/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/{id}/restore", {
  POST: endpoint({
    summary: "Restore an annulled deployment",
    description:
      "The record is included again, at its original time. A deployment that is not annulled is returned unchanged.",
    access: "admin",
    params: z.object({ id: z.uuid("Must be the id of a deployment.") }),
    answer: deploymentSchema,
    etag: true,
    verb: (actor, { params }, { ifMatch }) => restoreDeployment(actor, params.id, ifMatch),
  }),
})
