import { z } from "zod"
import { annulDeployment, annulDeploymentSchema } from "@/lib/ledger/deployments/annul-deployment"
import { deploymentSchema } from "@/lib/ledger/deployments/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/{id}/annul", {
  POST: endpoint({
    summary: "Annul a deployment that was recorded by mistake",
    description:
      "The record is kept with the reason, and counts in no number, list, current state, search, gate or export, unless `includeAnnulled=true` asks for it. Reports of it answer 409 until it is restored; its externalId can be recorded again as another attempt. One that is annulled already is answered as it is.",
    access: "admin",
    params: z.object({ id: z.uuid("Not a deployment id.") }),
    body: annulDeploymentSchema,
    answer: deploymentSchema,
    etag: true,
    verb: (actor, { params, body }, { ifMatch }) => annulDeployment(actor, params.id, body.reason, ifMatch),
  }),
})
