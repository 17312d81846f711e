import { webhookWithSecretSchema } from "@/lib/console/webhooks/schema"
import { rotateSecret } from "@/lib/console/webhooks/write-webhook"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/webhooks/{id}/rotate", {
  POST: endpoint({
    summary: "Replace the secret of a webhook",
    description:
      "For 24 hours, the previous secret signs too, so that `webhook-signature` contains two signatures. The new secret is returned only in this response.",
    access: "admin",
    params: idParams("webhook"),
    response: webhookWithSecretSchema,
    ifMatch: true,
    verb: (actor, { params }, { ifMatch }) => rotateSecret(actor, params.id, ifMatch),
  }),
})
