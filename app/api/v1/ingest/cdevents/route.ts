import { ingestEndpoint } from "@/app/api/v1/ingest/ingest-endpoint"
import { defineRoute } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/cdevents", {
  POST: ingestEndpoint("cdevents", {
    name: "CDEvents",
    description:
      "The events service.deployed, upgraded, rolledback and removed, of any version, over CloudEvents: in binary mode, or in structured mode as application/cloudevents+json. The application is the id of the subject; the image tag is the tag or the version of the artifact. A rollback also marks the version that it replaces.",
    access: "deployments:write",
    event: {},
  }),
})
