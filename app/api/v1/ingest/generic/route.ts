import { ingestEndpoint, signedByOrToken } from "@/app/api/v1/ingest/ingest-endpoint"
import { defineRoute } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/generic", {
  POST: ingestEndpoint("generic", {
    name: "any other system",
    description:
      "The fields of `POST /platform/deployments`, with an API token, or signed by Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`) with the secret of an event source.",
    access: "deployments:write",
    event: { authenticate: signedByOrToken("GENERIC"), deliveryId: "webhook-id" },
  }),
})
