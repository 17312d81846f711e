import { ingestEndpoint, signedBy } from "@/app/api/v1/ingest/ingest-endpoint"
import { defineRoute } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/flux", {
  POST: ingestEndpoint("flux", {
    name: "Flux",
    description:
      "The events of HelmRelease and Kustomization objects from a provider of the type generic-hmac, signed in `X-Signature` with the secret of an event source. The application is the name of the object; the environment is `environment` of the metadata, or else its namespace.",
    access: "signed",
    event: { authenticate: signedBy("FLUX") },
  }),
})
