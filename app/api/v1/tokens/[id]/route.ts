import { z } from "zod"
import { getToken } from "@/lib/identity/tokens/get-token"
import { revokeToken } from "@/lib/identity/tokens/revoke-token"
import { tokenSchema } from "@/lib/identity/tokens/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

const params = z.object({ id: z.uuid("Not a token id.") })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/tokens/{id}", {
  GET: endpoint({
    summary: "One API token",
    access: "admin",
    params,
    answer: tokenSchema,
    etag: true,
    verb: (actor, { params }) => getToken(actor, params.id),
  }),
  DELETE: endpoint({
    summary: "Revoke an API token",
    description: "It counts no more from its next request on; its row stays, with who revoked it and when.",
    access: "admin",
    params,
    status: 204,
    verb: (actor, { params }, { ifMatch }) => revokeToken(actor, params.id, ifMatch),
  }),
})
