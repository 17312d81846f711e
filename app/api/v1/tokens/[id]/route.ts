import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { getToken } from "@/lib/tokens/get-token"
import { revokeToken } from "@/lib/tokens/revoke-token"
import { tokenSchema } from "@/lib/tokens/schema"

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
