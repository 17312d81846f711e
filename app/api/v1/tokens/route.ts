import { createToken } from "@/lib/identity/tokens/create-token"
import { listTokens } from "@/lib/identity/tokens/list-tokens"
import {
  createdTokenSchema,
  createTokenSchema,
  tokenSchema,
  tokensQuerySchema,
} from "@/lib/identity/tokens/schema"
import { resolveEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const path = "/api/v1/tokens"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List API tokens, newest first",
    access: "admin",
    query: tokensQuerySchema,
    response: tokenSchema.array(),
    verb: (actor, { query }) => listTokens(actor, query),
  }),
  POST: endpoint({
    summary: "Create an API token",
    description: "The token itself is returned only in this response; Slipway stores only its hash.",
    access: "admin",
    body: createTokenSchema,
    response: createdTokenSchema,
    status: 201,
    verb: async (actor, { body }) => created(path, await createToken(actor, body, resolveEnvironment)),
  }),
})
