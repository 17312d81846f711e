import { ingestEndpoint, signedBy } from "@/app/api/v1/ingest/ingest-endpoint"
import { defineRoute } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/github", {
  POST: ingestEndpoint("github", {
    name: "GitHub",
    description:
      "The event deployment_status of a webhook with the content type application/json, signed in `X-Hub-Signature-256` with the secret of an event source. The application is the repository; the image tag is `payload.imageTag` of the deployment, or else its ref. A delivery (`X-GitHub-Delivery`) is handled once.",
    access: "signed",
    event: { authenticate: signedBy("GITHUB"), deliveryId: "x-github-delivery" },
  }),
})
