import { z } from "zod"
import { deploymentSchema } from "@/lib/ledger/deployments/schema"
import { unmarkRollback } from "@/lib/ledger/deployments/unmark-rollback"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/{id}/unmark", {
  POST: endpoint({
    summary: "Undo a rollback mark",
    description:
      "The deployment has the status again that it had before it was marked. One that is not ROLLED_BACK is answered as it is.",
    access: "deployments:write",
    params: z.object({ id: z.uuid("Not a deployment id.") }),
    answer: deploymentSchema,
    etag: true,
    verb: (actor, { params }, { ifMatch }) => unmarkRollback(actor, params.id, ifMatch),
  }),
})
