import { createToken } from "@/lib/identity/tokens/create-token"
import { listTokens } from "@/lib/identity/tokens/list-tokens"
import {
  createdTokenSchema,
  createTokenSchema,
  tokenSchema,
  tokensQuerySchema,
} from "@/lib/identity/tokens/schema"
import { resolveEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"
import { reply } from "@/lib/web/http/reply"

const path = "/api/v1/tokens"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List API tokens, newest first",
    access: "admin",
    query: tokensQuerySchema,
    answer: tokenSchema.array(),
    verb: async (actor, { query }, { url }) => pageReply(await listTokens(actor, query), url),
  }),
  POST: endpoint({
    summary: "Create an API token",
    description: "The token itself is returned only in this response; Slipway stores only its hash.",
    access: "admin",
    body: createTokenSchema,
    answer: createdTokenSchema,
    status: 201,
    verb: async (actor, { body }) => {
      const token = await createToken(actor, body, resolveEnvironment)
      return reply(token, { headers: { location: `${path}/${token.id}` } })
    },
  }),
})
