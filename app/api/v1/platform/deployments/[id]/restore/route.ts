import { z } from "zod"
import { restoreDeployment } from "@/lib/ledger/deployments/annul-deployment"
import { deploymentSchema } from "@/lib/ledger/deployments/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/{id}/restore", {
  POST: endpoint({
    summary: "Restore an annulled deployment",
    description:
      "The record counts again, at its place in time. One that is not annulled is answered as it is.",
    access: "admin",
    params: z.object({ id: z.uuid("Not a deployment id.") }),
    answer: deploymentSchema,
    etag: true,
    verb: (actor, { params }, { ifMatch }) => restoreDeployment(actor, params.id, ifMatch),
  }),
})
