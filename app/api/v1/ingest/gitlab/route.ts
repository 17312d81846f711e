import { ingestEndpoint, signedBy } from "@/app/api/v1/ingest/ingest-endpoint"
import { defineRoute } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/gitlab", {
  POST: ingestEndpoint("gitlab", {
    name: "GitLab",
    description:
      "The deployment events of a webhook with the secret of an event source as its signing token (`webhook-signature`) or its secret token (`X-Gitlab-Token`). A signature that is sent must be valid and at most 5 minutes old. The application is the project; the image tag is the ref.",
    access: "signed",
    event: { authenticate: signedBy("GITLAB"), deliveryId: "webhook-id" },
  }),
})
