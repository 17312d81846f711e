import { createdEventSourceSchema } from "@/lib/ledger/event-sources/schema"
import { rotateSecret } from "@/lib/ledger/event-sources/write-event-source"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/sources/{id}/rotate", {
  POST: endpoint({
    summary: "Rotate the secret of an event source",
    description:
      "Returns the new secret, only in this response. The previous secret is accepted for 24 hours, so that there is time to enter the new one in the other system.",
    access: "admin",
    params: idParams("event source"),
    response: createdEventSourceSchema,
    ifMatch: true,
    verb: (actor, { params }, { ifMatch }) => rotateSecret(actor, params.id, ifMatch),
  }),
})
