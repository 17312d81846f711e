import { operationSchema } from "@/lib/fleet/operations/schema"
import { cancelOperation } from "@/lib/fleet/releases/cancel-operation"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/operations/{id}/cancel", {
  POST: endpoint({
    summary: "Cancel an operation",
    description:
      "A queued operation is CANCELLED immediately. A running install or upgrade is interrupted, and is CANCELLED once Helm has recorded the failure. Returns 409 for a running rollback or uninstall, and for a finished operation.",
    access: "releases:write",
    params: idParams("operation"),
    response: operationSchema,
    ifMatch: true,
    verb: (actor, { params }, { ifMatch }) => cancelOperation(actor, params.id, ifMatch),
  }),
})
