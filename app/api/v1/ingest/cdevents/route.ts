import { cloudEventsEndpoint } from "@/app/api/v1/ingest/ingest-endpoint"
import { defineRoute } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/cdevents", {
  POST: cloudEventsEndpoint("cdevents", {
    name: "CDEvents",
    description:
      "The events service.deployed, upgraded, rolledback and removed, of any version, over CloudEvents: in binary mode, in structured mode as application/cloudevents+json, or up to 100 in a batch as application/cloudevents-batch+json. A batch is recorded as a whole or not at all: one 422 lists the faults of all its events. The application is the id of the subject; the image tag is the tag or the version of the artifact. A rollback also marks the version that it replaces.",
    access: "deployments:write",
    event: {},
  }),
})
