import { ingestEndpoint } from "@/app/api/v1/ingest/ingest-endpoint"
import { defineRoute } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/argocd", {
  POST: ingestEndpoint("argocd", {
    name: "Argo CD",
    description:
      "A notification with the body `{ app, argocdUrl }`, where `app` is the Application or the parts of it that the template under Settings → Pipelines sends. The environment is the label `environment`, or else the namespace of the destination; the image tag is that of the first image.",
    access: "deployments:write",
    event: {},
  }),
})
