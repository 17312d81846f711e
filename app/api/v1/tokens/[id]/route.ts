import { getToken } from "@/lib/identity/tokens/list-tokens"
import { revokeToken } from "@/lib/identity/tokens/revoke-token"
import { tokenSchema } from "@/lib/identity/tokens/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = idParams("token")

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/tokens/{id}", {
  GET: endpoint({
    summary: "Get an API token",
    access: "admin",
    params,
    response: tokenSchema,
    etag: true,
    verb: (actor, { params }) => getToken(actor, params.id),
  }),
  DELETE: endpoint({
    summary: "Revoke an API token",
    description:
      "The token is rejected from its next request on. It stays in the list, with who revoked it and when.",
    access: "admin",
    params,
    status: 204,
    ifMatch: true,
    verb: (actor, { params }, { ifMatch }) => revokeToken(actor, params.id, ifMatch),
  }),
})
