import { createToken } from "@/lib/identity/tokens/create-token"
import { getToken, listTokens } from "@/lib/identity/tokens/list-tokens"
import { revokeToken } from "@/lib/identity/tokens/revoke-token"
import {
  createdTokenSchema,
  createTokenSchema,
  tokenSchema,
  tokensQuerySchema,
} from "@/lib/identity/tokens/schema"
import { resolveEnvironments } from "@/lib/ledger/environments/resolve-environment"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = idParams("token")

export const tokens = defineRoute("/api/v1/tokens", {
  GET: endpoint({
    summary: "List API tokens, newest first",
    access: "admin",
    query: tokensQuerySchema,
    response: tokenSchema.array(),
    handler: (actor, { query }) => listTokens(actor, query),
  }),
  POST: endpoint({
    summary: "Create an API token",
    description: "The token itself is returned only in this response; Slipway stores only its hash.",
    access: "admin",
    body: createTokenSchema,
    response: createdTokenSchema,
    status: 201,
    handler: (actor, { body }) => createToken(actor, body, resolveEnvironments),
  }),
})

export const token = defineRoute("/api/v1/tokens/{id}", {
  GET: endpoint({
    summary: "Get an API token",
    access: "admin",
    params,
    response: tokenSchema,
    handler: (actor, { params }) => getToken(actor, params.id),
  }),
  DELETE: endpoint({
    summary: "Revoke an API token",
    description:
      "The token is rejected from its next request on. It stays in the list, with who revoked it and when.",
    access: "admin",
    params,
    ifMatch: true,
    handler: (actor, { params }, { ifMatch }) => revokeToken(actor, params.id, ifMatch),
  }),
})
