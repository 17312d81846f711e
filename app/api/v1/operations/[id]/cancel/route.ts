import { z } from "zod"
import { operationSchema } from "@/lib/fleet/operations/schema"
import { cancelOperation } from "@/lib/fleet/releases/cancel-operation"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/operations/{id}/cancel", {
  POST: endpoint({
    summary: "Cancel an operation",
    description:
      "One that is queued is CANCELLED at once. An install or upgrade that runs is told to stop, and is CANCELLED when Helm has written down that it failed. 409 for a rollback or uninstall that runs, and for what is over.",
    access: "releases:write",
    params: z.strictObject({ id: z.uuid("Not the id of an operation.") }),
    answer: operationSchema,
    verb: (actor, { params }, { ifMatch }) => cancelOperation(actor, params.id, ifMatch),
  }),
})
